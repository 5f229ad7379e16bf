package io.storestream.ingester.verify;

import io.storestream.ingester.LocationDelta;
import io.storestream.ingester.topic.InvalidRecordException;
import io.storestream.model.Location;
import it.unimi.dsi.fastutil.objects.Object2LongOpenHashMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How many stores each place has by the {@code stores} topic, counted independently of the
 * ingester, and followed as the topic grows; and of these, how many the application has counted
 * whose state is checked. For one thread.
 */
final class ExpectedCounts {

  private final TopicRecords records;
  private final SidesByStore sides;

  /** By {@link Location#path()}: of a city that is one object with {@link Sides#city}. */
  private final Object2LongOpenHashMap<String> counts;

  /** Without the stores whose latest record another application wrote. */
  private final Object2LongOpenHashMap<String> own;

  private final Map<String, List<Change>> tracked = new HashMap<>();
  private Instant newestChange = Instant.MIN;

  private ExpectedCounts(
      TopicRecords records,
      SidesByStore sides,
      Object2LongOpenHashMap<String> counts,
      Object2LongOpenHashMap<String> own) {
    this.records = records;
    this.sides = sides;
    this.counts = counts;
    this.own = own;
  }

  /** Counts what the topic was seen to say of all stores. */
  static ExpectedCounts of(TopicRecords records, SidesByStore sides) {
    ExpectedCounts expected =
        new ExpectedCounts(records, sides, count(sides, Sides::city), count(sides, Sides::ownCity));
    sides.forEach(
        (number, it) -> {
          if (it.isInTopic() && it.acceptedAt().isAfter(expected.newestChange)) {
            expected.newestChange = it.acceptedAt();
          }
        });
    return expected;
  }

  private static Object2LongOpenHashMap<String> count(
      SidesByStore sides, Function<Sides, String> cityOf) {
    Object2LongOpenHashMap<String> cities = new Object2LongOpenHashMap<>();
    sides.forEach(
        (number, it) -> {
          String city = cityOf.apply(it);
          if (!city.isEmpty()) {
            cities.addTo(city, 1);
          }
        });
    Object2LongOpenHashMap<String> counts = new Object2LongOpenHashMap<>();
    cities.forEach((city, stores) -> lineage(city).forEach(it -> counts.addTo(it, stores)));
    return counts;
  }

  /** Takes the next record of the topic, and marks the suspect that it overtakes. */
  void follow(ConsumerRecord<byte[], byte[]> record) {
    follow(record, (changes, sequence) -> {});
  }

  /**
   * Takes the next record of the topic, and marks the suspect that it overtakes.
   *
   * @param onCounted is told what the application has to count for it, country by country
   */
  void follow(ConsumerRecord<byte[], byte[]> record, CountedChanges onCounted) {
    if (record.key() == null) {
      return;
    }
    try {
      TopicState state = records.stateOf(record);
      String[] cities = new String[2];
      String[] ownCities = new String[2];
      sides.update(
          record.key(),
          it -> {
            ownCities[0] = it.ownCity();
            cities[0] = it.moveTo(state);
            cities[1] = it.city();
            ownCities[1] = it.ownCity();
          });
      if (!cities[0].equals(cities[1])) {
        change(cities[0], -1, state.acceptedAt());
        change(cities[1], 1, state.acceptedAt());
        newestChange = state.acceptedAt().isAfter(newestChange) ? state.acceptedAt() : newestChange;
      }
      for (Map<String, Long> changes : LocationDelta.between(ownCities[0], ownCities[1])) {
        changes.forEach(own::addTo);
        onCounted.accept(changes, records.countSequenceOf(record));
      }
    } catch (InvalidRecordException e) {
      Sides suspect = sides.suspect(record.key()); // it is counted by whoever compares stores
      if (suspect != null) {
        suspect.overtake();
      }
    }
  }

  /** Hears what a record of the topic makes an application count. */
  @FunctionalInterface
  interface CountedChanges {

    /**
     * Takes the changes of one country.
     *
     * @param byPath by how much the count of which place changes
     * @param sequence which change of its partition it is
     */
    void accept(Map<String, Long> byPath, long sequence);
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

  /** Returns the paths of all places that have, or have had, stores. */
  Set<String> paths() {
    return counts.keySet();
  }

  /** Returns how many stores a place has. */
  long count(Location location) {
    return counts.getLong(location.path());
  }

  /** Returns how many stores a place has of those that the application has counted. */
  long ownCount(String path) {
    return own.getLong(path);
  }

  /** Returns the paths of all places that have, or have had, stores that it has counted. */
  Set<String> ownPaths() {
    return own.keySet();
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
   * Returns whether a place may have had so many stores at some time since. Its changes may have
   * been counted in another order than the topic's, so only bounds are known while there are any.
   */
  boolean explains(Location location, long count, Instant since) {
    long come = 0;
    long gone = 0;
    for (Change change : tracked.getOrDefault(location.path(), List.of())) {
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
