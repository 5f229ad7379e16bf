package io.storestream.maintenance.verify.counts;

import io.storestream.kafka.record.InvalidRecordException;
import io.storestream.kafka.record.StoreRecords;
import io.storestream.kafka.record.StoreVersion;
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
  private final boolean withCells;

  /** By {@link Location#path()}. */
  private final Object2LongOpenHashMap<String> counts = new Object2LongOpenHashMap<>();

  private final Map<String, List<Change>> tracked = new HashMap<>();
  private Instant newestChange = Instant.MIN;

  private ExpectedCounts(ComparisonsByStore comparisons, boolean withCells) {
    this.comparisons = comparisons;
    this.withCells = withCells;
  }

  /**
   * Counts the stores that were read of the topic.
   *
   * @param withCells whether cells have counts, too
   */
  public static ExpectedCounts of(ComparisonsByStore comparisons, boolean withCells) {
    ExpectedCounts expected = new ExpectedCounts(comparisons, withCells);
    Object2LongOpenHashMap<String> stores = new Object2LongOpenHashMap<>();
    comparisons.forEach(
        (number, it) -> {
          if (it.isInTopic() && it.acceptedAt().isAfter(expected.newestChange)) {
            expected.newestChange = it.acceptedAt();
          }
          stores.addTo(it.locations(), 1);
        });
    stores.forEach(
        (locations, count) ->
            expected.paths(locations).forEach(it -> expected.counts.addTo(it, count)));
    return expected;
  }

  /** Takes the next record of the topic, and marks the candidate that it makes outdated. */
  public void follow(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      return;
    }
    try {
      TopicState state = TopicState.of(StoreRecords.decode(record));
      String[] locations = new String[2];
      comparisons.update(
          record.key(),
          it -> {
            locations[0] = it.moveTo(state);
            locations[1] = it.locations();
          });
      if (!locations[0].equals(locations[1])) {
        change(locations[0], -1, state.acceptedAt());
        change(locations[1], 1, state.acceptedAt());
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

  private void change(String locations, int by, Instant acceptedAt) {
    for (String path : paths(locations)) {
      counts.addTo(path, by);
      List<Change> changes = tracked.get(path);
      if (changes != null) {
        changes.add(new Change(acceptedAt, by));
      }
    }
  }

  /** Returns the paths of the locations that count a store, at all levels. */
  private List<String> paths(String locations) {
    return StoreVersion.parse(locations).stream()
        .filter(this::covers)
        .flatMap(it -> it.lineage().stream())
        .map(Location::path)
        .toList();
  }

  /** Returns whether a location is of a hierarchy that has counts. */
  boolean covers(Location location) {
    return withCells || location.hierarchy() != Location.Hierarchy.CELLS;
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
