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
 * Holds the items of a table of counts against what is expected, one at a time: there may be a
 * million, so only what differs is kept. For one thread at a time.
 */
public final class CountsMatch {

  private final ExpectedCounts expected;
  private final Set<String> unseen;
  private final Set<Location> different = new HashSet<>();
  private final List<Map<String, AttributeValue>> strangers = new ArrayList<>();
  private long places;

  public CountsMatch(ExpectedCounts expected) {
    this.expected = expected;
    this.unseen = new ObjectOpenHashSet<>(expected.paths());
    this.places = unseen.size();
  }

  public void accept(Map<String, AttributeValue> item) {
    Location location;
    try {
      location = CountItems.locationOf(item);
    } catch (IllegalArgumentException e) {
      strangers.add(item);
      return;
    }
    places += unseen.remove(location.path()) ? 0 : 1;
    if (CountRow.of(item).count() != expected.count(location)) {
      different.add(location);
    }
  }

  /** Returns, after all items, the places of which the table seems not to have the right count. */
  public Set<Location> suspects() {
    Set<Location> suspects = new HashSet<>(different);
    unseen.stream()
        .map(Location::parse)
        .filter(it -> expected.count(it) != 0)
        .forEach(suspects::add);
    return suspects;
  }

  /** Returns how many places there are on either side. */
  public long places() {
    return places;
  }

  /** Returns the items that are of no place. */
  List<Map<String, AttributeValue>> strangers() {
    return strangers;
  }
}
