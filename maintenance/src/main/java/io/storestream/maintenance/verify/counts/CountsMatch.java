package io.storestream.maintenance.verify.counts;

import io.storestream.dynamodb.item.CountItems;
import io.storestream.model.Location;
import it.unimi.dsi.fastutil.objects.ObjectOpenHashSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Compares the items of a table of counts with the expected counts, one at a time: there may be a
 * million, so only what differs is kept. For one thread at a time.
 */
public final class CountsMatch {

  private final ExpectedCounts expected;
  private final Set<String> unseen;
  private final Set<Location> different = new HashSet<>();
  private final List<Map<String, AttributeValue>> unknownItems = new ArrayList<>();
  private long locations;

  public CountsMatch(ExpectedCounts expected) {
    this.expected = expected;
    this.unseen = new ObjectOpenHashSet<>(expected.paths());
    this.locations = unseen.size();
  }

  public void accept(Map<String, AttributeValue> item) {
    Location location;
    try {
      location = CountItems.locationOf(item);
    } catch (IllegalArgumentException e) {
      unknownItems.add(item);
      return;
    }
    if (!expected.covers(location)) {
      return;
    }
    locations += unseen.remove(location.path()) ? 0 : 1;
    if (CountRow.of(item).count() != expected.count(location)) {
      different.add(location);
    }
  }

  /**
   * Returns, after all items, the locations of which the table seems not to have the right count.
   */
  public Set<Location> candidates() {
    Set<Location> candidates = new HashSet<>(different);
    unseen.stream()
        .map(Location::parse)
        .filter(it -> expected.count(it) != 0)
        .forEach(candidates::add);
    return candidates;
  }

  /** Returns how many locations the topic or the table has. */
  public long locations() {
    return locations;
  }

  /** Returns the items that are of no location. */
  List<Map<String, AttributeValue>> unknownItems() {
    return unknownItems;
  }
}
