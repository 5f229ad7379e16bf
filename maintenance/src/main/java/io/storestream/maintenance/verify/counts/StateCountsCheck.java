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
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Compares the counts in the state of an application exactly with the locations of the stores in
 * that state, while changes stream in: each store has the number of the delta that counts it at its
 * location, and the counts have the numbers of the deltas that they contain. For one thread, once.
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
    StateCounts before = StateCounts.readApplied(kafka, applicationId, stop);
    try (ChangelogReader stores = new ChangelogReader(kafka, versions, stop)) {
      Collection<Move> recent = countAll(stores, before);
      // Of what was read so far, all but the recent moves are in the state. Of these and of what
      // follows, it contains those whose deltas had come to their topic by then.
      StateCounts state = StateCounts.read(kafka, applicationId, before, stop);
      recent.forEach(move -> apply(move, state));
      stores.readOn(record -> follow(record, state));
      return compare(state);
    }
  }

  /**
   * A move of a store from the locations that count it.
   *
   * @param source of the delta of this sequence, which counts the store where it moves
   */
  private record Move(String from, String to, String source, long sequence) {

    private Map<Location, Map<Location, Long>> changes() {
      return LocationDelta.between(StoreVersion.parse(from), StoreVersion.parse(to));
    }
  }

  /**
   * Counts each store where its state says that it is counted.
   *
   * @return the moves whose deltas may not have come to their topic yet
   */
  private Collection<Move> countAll(ChangelogReader stores, StateCounts before) {
    Object2LongOpenHashMap<String> counted = new Object2LongOpenHashMap<>();
    Map<String, Move> recent = new HashMap<>();
    stores.readOn(
        record ->
            CountedLocations.of(record)
                .ifPresent(
                    it -> {
                      String store = new String(record.key(), StandardCharsets.UTF_8);
                      String last = countIn(record, it);
                      Move replaced = recent.remove(store);
                      counted.addTo(replaced == null ? last : replaced.from(), -1);
                      Move move = moveOf(record, it, it.before() == null ? last : it.before());
                      if (it.before() == null || contains(before, move)) {
                        counted.addTo(move.to(), 1);
                      } else {
                        counted.addTo(move.from(), 1);
                        recent.put(store, move);
                      }
                    }));
    counted.forEach(
        (locations, count) ->
            StoreVersion.parse(locations).stream()
                .flatMap(lowest -> lowest.lineage().stream())
                .forEach(location -> right.addTo(location.path(), count)));
    return recent.values();
  }

  private static boolean contains(StateCounts state, Move move) {
    return move.changes().keySet().stream().allMatch(root -> contains(state, move, root));
  }

  /** Returns whether counts contain the changes of a move in one root. */
  private static boolean contains(StateCounts state, Move move, Location root) {
    return state.sequence(root.path(), move.source()) >= move.sequence();
  }

  private void follow(ConsumerRecord<byte[], byte[]> record, StateCounts state) {
    CountedLocations.of(record)
        .ifPresent(it -> apply(moveOf(record, it, countIn(record, it)), state));
  }

  private void apply(Move move, StateCounts state) {
    move.changes()
        .forEach(
            (root, changes) -> {
              if (contains(state, move, root)) {
                changes.forEach((location, change) -> right.addTo(location.path(), change));
              }
            });
  }

  private static Move moveOf(
      ConsumerRecord<byte[], byte[]> record, CountedLocations counted, String from) {
    return new Move(
        from, counted.locations(), Integer.toString(record.partition()), counted.sequence());
  }

  /**
   * Returns where the store was. One object stands for the same locations, as there may be many
   * stores.
   */
  private String countIn(ConsumerRecord<byte[], byte[]> record, CountedLocations counted) {
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
