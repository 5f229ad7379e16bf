package io.storestream.maintenance.verify.counts;

import io.storestream.kafka.record.InvalidRecordException;
import io.storestream.kafka.record.StoreRecords;
import io.storestream.maintenance.verify.state.ComparisonsByStore;
import io.storestream.maintenance.verify.state.StoreComparison;
import io.storestream.maintenance.verify.state.TopicState;
import io.storestream.model.Location;
import it.unimi.dsi.fastutil.objects.Object2LongOpenHashMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How many stores each location has by the {@code stores} topic, counted independently of the
 * ingester, and followed as the topic grows. For one thread.
 */
public final class ExpectedCounts {

  private final ComparisonsByStore comparisons;

  /** By {@link Location#path()}: of a city that is one object with {@link StoreComparison#city}. */
  private final Object2LongOpenHashMap<String> counts = new Object2LongOpenHashMap<>();

  private final Map<String, List<Change>> tracked = new HashMap<>();
  private Instant newestChange = Instant.MIN;

  private ExpectedCounts(ComparisonsByStore comparisons) {
    this.comparisons = comparisons;
  }

  /** Counts the stores that were read of the topic. */
  public static ExpectedCounts of(ComparisonsByStore comparisons) {
    ExpectedCounts expected = new ExpectedCounts(comparisons);
    Object2LongOpenHashMap<String> cities = new Object2LongOpenHashMap<>();
    comparisons.forEach(
        (number, it) -> {
          if (it.isInTopic() && it.acceptedAt().isAfter(expected.newestChange)) {
            expected.newestChange = it.acceptedAt();
          }
          if (!it.city().isEmpty()) {
            cities.addTo(it.city(), 1);
          }
        });
    cities.forEach(
        (city, stores) -> lineage(city).forEach(it -> expected.counts.addTo(it, stores)));
    return expected;
  }

  /** Takes the next record of the topic, and marks the candidate that it makes outdated. */
  public void follow(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      return;
    }
    try {
      TopicState state = TopicState.of(StoreRecords.decode(record));
      String[] cities = new String[2];
      comparisons.update(
          record.key(),
          it -> {
            cities[0] = it.moveTo(state);
            cities[1] = it.city();
          });
      if (!cities[0].equals(cities[1])) {
        change(cities[0], -1, state.acceptedAt());
        change(cities[1], 1, state.acceptedAt());
        newestChange = state.acceptedAt().isAfter(newestChange) ? state.acceptedAt() : newestChange;
      }
    } catch (InvalidRecordException e) {
      StoreComparison candidate =
          comparisons.candidate(record.key()); // the comparison of stores counts it
      if (candidate != null) {
        candidate.outdate();
      }
    }
  }

  private void change(String city, int by, Instant acceptedAt) {
    if (city.isEmpty()) {
      return;
    }
    for (String path : lineage(city)) {
      counts.addTo(path, by);
      List<Change> changes = tracked.get(path);
      if (changes != null) {
        changes.add(new Change(acceptedAt, by));
      }
    }
  }

  /** Returns the path of a city, and of what it is in. */
  private static List<String> lineage(String city) {
    return Location.parse(city).lineage().stream().map(it -> it.path().intern()).toList();
  }

  /** Returns the paths of all locations that have, or have had, stores. */
  Set<String> paths() {
    return counts.keySet();
  }

  /** Returns how many stores a location has. */
  long count(Location location) {
    return counts.getLong(location.path());
  }

  /** Returns when the newest of the changes was accepted. */
  Instant newestChange() {
    return newestChange;
  }

  /** Remembers from now on when these change. */
  void track(Set<Location> locations) {
    locations.forEach(it -> tracked.put(it.path(), new ArrayList<>()));
  }

  /**
   * Returns whether a location may have had this count at some time since. Its changes may have
   * been counted in another order than the topic's, so only bounds are known while there are any.
   */
  boolean explains(Location location, long count, Instant since) {
    long added = 0;
    long removed = 0;
    for (Change change : tracked.getOrDefault(location.path(), List.of())) {
      if (!change.acceptedAt().isBefore(since)) {
        added += change.by() > 0 ? 1 : 0;
        removed += change.by() < 0 ? 1 : 0;
      }
    }
    long now = count(location);
    return now - added <= count && count <= now + removed;
  }

  private record Change(Instant acceptedAt, int by) {}
}
