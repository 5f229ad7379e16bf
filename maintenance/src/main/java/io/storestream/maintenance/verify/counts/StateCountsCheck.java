package io.storestream.maintenance.verify.counts;

import io.storestream.cli.StopSignal;
import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.record.CountedLocations;
import io.storestream.kafka.record.LocationDelta;
import io.storestream.kafka.record.StoreVersion;
import io.storestream.maintenance.verify.state.ComparisonsByStore;
import io.storestream.model.Location;
import it.unimi.dsi.fastutil.objects.Object2LongOpenHashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Compares the counts in the state of an application exactly with the locations of the stores in
 * that state, while changes stream in: each store has the number of the change that moved it to its
 * location, and the counts have the numbers of the changes that they contain. For one thread, once.
 *
 * <p>By the state and not by the {@code stores} topic: the next change of a store takes it out of
 * the count of the location where the state has it, and other applications may write to the topic.
 */
public final class StateCountsCheck {

  private final KafkaAdmin kafka;
  private final String applicationId;
  private final ComparisonsByStore comparisons;
  private final StopSignal stop;
  private final Object2LongOpenHashMap<String> right = new Object2LongOpenHashMap<>();

  /**
   * @param comparisons receives where the application has counted each store
   */
  public StateCountsCheck(
      KafkaAdmin kafka, String applicationId, ComparisonsByStore comparisons, StopSignal stop) {
    this.kafka = kafka;
    this.applicationId = applicationId;
    this.comparisons = comparisons;
    this.stop = stop;
  }

  /**
   * Compares; nothing differs if the application has no state in this cluster.
   *
   * @throws io.storestream.cli.CommandFailedException if the topics can't be read, or if stopped
   */
  public WrongStateCounts run() {
    String versions = InternalTopics.changelogTopicOf(applicationId, InternalTopics.STORE_STATES);
    String counts = InternalTopics.changelogTopicOf(applicationId, InternalTopics.LOCATION_COUNTS);
    if (kafka.partitionsOf(List.of(versions, counts)).size() < 2) {
      return WrongStateCounts.NONE;
    }
    comparisons.forEach((number, it) -> it.countIn(StoreVersion.NOWHERE));
    try (ChangelogReader stores = new ChangelogReader(kafka, versions, stop)) {
      countAll(stores);
      // All changes of what was read so far are in the state. Of what follows, it contains those
      // that had come to the deltas by then.
      StateCounts state = StateCounts.read(kafka, applicationId, stop);
      stores.readOn(record -> follow(record, state));
      return compare(state);
    }
  }

  private void countAll(ChangelogReader stores) {
    Object2LongOpenHashMap<String> counted = new Object2LongOpenHashMap<>();
    stores.readOn(
        record ->
            CountedLocations.of(record)
                .ifPresent(
                    it -> {
                      counted.addTo(move(record, it), -1);
                      counted.addTo(it.locations(), 1);
                    }));
    counted.forEach(
        (locations, count) ->
            StoreVersion.parse(locations).stream()
                .flatMap(lowest -> lowest.lineage().stream())
                .forEach(location -> right.addTo(location.path(), count)));
  }

  private void follow(ConsumerRecord<byte[], byte[]> record, StateCounts state) {
    Optional<CountedLocations> counted = CountedLocations.of(record);
    if (counted.isEmpty()) {
      return;
    }
    String source = Integer.toString(record.partition());
    String before = move(record, counted.get());
    for (Map<Location, Long> changes :
        LocationDelta.between(
            StoreVersion.parse(before), StoreVersion.parse(counted.get().locations()))) {
      String root = changes.keySet().iterator().next().root().path();
      if (state.sequence(root, source) >= counted.get().sequence()) {
        changes.forEach((location, change) -> right.addTo(location.path(), change));
      }
    }
  }

  /**
   * Returns where the store was. One object stands for the same locations, as there may be many
   * stores.
   */
  private String move(ConsumerRecord<byte[], byte[]> record, CountedLocations counted) {
    String[] before = new String[1];
    String locations = counted.locations().intern();
    comparisons.update(record.key(), it -> before[0] = it.countIn(locations));
    return before[0];
  }

  private WrongStateCounts compare(StateCounts state) {
    Set<String> paths = new HashSet<>(state.paths());
    paths.addAll(right.keySet());
    SortedMap<String, WrongStateCounts.Wrong> wrong = new TreeMap<>();
    for (String path : paths) {
      if (state.count(path) != right.getLong(path)) {
        wrong.put(path, new WrongStateCounts.Wrong(state.count(path), right.getLong(path)));
      }
    }
    return new WrongStateCounts(wrong, root -> state.sequence(root, LocationDelta.REPAIR));
  }
}
