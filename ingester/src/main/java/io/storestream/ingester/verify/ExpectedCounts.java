package io.storestream.ingester.verify;

import io.storestream.ingester.topic.InvalidRecordException;
import io.storestream.ingester.topic.StoreRecords;
import io.storestream.model.Location;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How many stores each place has by the {@code stores} topic, counted independently of the
 * ingester, and followed as the topic grows. For one thread.
 */
final class ExpectedCounts {

  private final SidesByStore sides;
  private final Map<Location, Long> counts = new HashMap<>();
  private final Map<Location, List<Change>> tracked = new HashMap<>();
  private Instant newestChange = Instant.MIN;

  private ExpectedCounts(SidesByStore sides) {
    this.sides = sides;
  }

  /** Counts what the topic was seen to say of all stores. */
  static ExpectedCounts of(SidesByStore sides) {
    ExpectedCounts expected = new ExpectedCounts(sides);
    Map<String, Long> cities = new HashMap<>();
    sides.forEach(
        (number, it) -> {
          if (it.isInTopic() && it.acceptedAt().isAfter(expected.newestChange)) {
            expected.newestChange = it.acceptedAt();
          }
          if (!it.city().isEmpty()) {
            cities.merge(it.city(), 1L, Long::sum);
          }
        });
    cities.forEach(
        (city, stores) ->
            Location.parse(city)
                .lineage()
                .forEach(it -> expected.counts.merge(it, stores, Long::sum)));
    return expected;
  }

  /** Takes the next record of the topic, and marks the suspect that it overtakes. */
  void follow(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      return;
    }
    try {
      TopicState state = TopicState.of(StoreRecords.decode(record));
      String[] cities = new String[2];
      sides.update(
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
      Sides suspect = sides.suspect(record.key()); // it is counted by whoever compares stores
      if (suspect != null) {
        suspect.overtake();
      }
    }
  }

  private void change(String city, int by, Instant acceptedAt) {
    if (city.isEmpty()) {
      return;
    }
    for (Location location : Location.parse(city).lineage()) {
      counts.merge(location, (long) by, Long::sum);
      List<Change> changes = tracked.get(location);
      if (changes != null) {
        changes.add(new Change(acceptedAt, by));
      }
    }
  }

  /** Returns all places that have, or have had, stores. */
  Set<Location> places() {
    return counts.keySet();
  }

  /** Returns how many stores a place has. */
  long count(Location location) {
    return counts.getOrDefault(location, 0L);
  }

  /** Returns when the newest of the changes was accepted. */
  Instant newestChange() {
    return newestChange;
  }

  /** Remembers from now on when these change. */
  void track(Set<Location> locations) {
    locations.forEach(it -> tracked.put(it, new ArrayList<>()));
  }

  /**
   * Returns whether a place may have had so many stores at some time since. Its changes may have
   * been counted in another order than the topic's, so only bounds are known while there are any.
   */
  boolean explains(Location location, long count, Instant since) {
    long come = 0;
    long gone = 0;
    for (Change change : tracked.getOrDefault(location, List.of())) {
      if (!change.acceptedAt().isBefore(since)) {
        come += change.by() > 0 ? 1 : 0;
        gone += change.by() < 0 ? 1 : 0;
      }
    }
    long now = count(location);
    return now - come <= count && count <= now + gone;
  }

  private record Change(Instant acceptedAt, int by) {}
}
