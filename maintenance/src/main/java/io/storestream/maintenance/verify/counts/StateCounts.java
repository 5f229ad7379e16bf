package io.storestream.maintenance.verify.counts;

import io.storestream.cli.StopSignal;
import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.record.CountEntry;
import io.storestream.kafka.record.LocationDelta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The counts that an application keeps in its own state, once it has applied all deltas that are in
 * its topic. Whether it runs makes no difference. For one thread.
 */
final class StateCounts {

  private final Map<String, Long> counts = new HashMap<>();
  private final Map<Source, Long> applied = new HashMap<>();

  private record Source(String root, String name) {}

  private StateCounts() {}

  /**
   * Reads them.
   *
   * @param before what was applied a while ago: it is kept in the topic of deltas for a while, and
   *     need not be held here
   * @throws io.storestream.cli.CommandFailedException if the topics can't be read, or if stopped
   */
  static StateCounts read(
      KafkaAdmin kafka, String applicationId, StateCounts before, StopSignal stop) {
    // Deltas before the state: what is applied after they are read may be purged before the state
    // is read.
    List<LocationDelta> deltas = new ArrayList<>();
    ChangelogReader.readAll(
        kafka,
        InternalTopics.locationDeltasTopicOf(applicationId),
        stop,
        record -> {
          LocationDelta delta = LocationDelta.decode(record.value());
          if (!before.contains(delta)) {
            deltas.add(delta);
          }
        });
    StateCounts state = readApplied(kafka, applicationId, stop);
    deltas.forEach(state::apply);
    return state;
  }

  /**
   * Reads them without the deltas that the application has not applied yet.
   *
   * @throws io.storestream.cli.CommandFailedException if the topic can't be read, or if stopped
   */
  static StateCounts readApplied(KafkaAdmin kafka, String applicationId, StopSignal stop) {
    String changelog =
        InternalTopics.changelogTopicOf(applicationId, InternalTopics.LOCATION_COUNTS);
    StateCounts state = new StateCounts();
    ChangelogReader.readAll(kafka, changelog, stop, record -> state.put(CountEntry.of(record)));
    return state;
  }

  private void put(CountEntry entry) {
    if (entry instanceof CountEntry.Count count) {
      counts.put(count.path(), count.count());
    } else if (entry instanceof CountEntry.Applied deltas) {
      applied.put(new Source(deltas.root(), deltas.source()), deltas.sequence());
    }
  }

  private void apply(LocationDelta delta) {
    if (!contains(delta)) {
      applied.put(new Source(delta.root().path(), delta.source()), delta.sequence());
      delta
          .changes()
          .forEach((location, change) -> counts.merge(location.path(), change, Long::sum));
    }
  }

  private boolean contains(LocationDelta delta) {
    return sequence(delta.root().path(), delta.source()) >= delta.sequence();
  }

  /** Returns up to which number the changes of a source are in the counts of a root. */
  long sequence(String root, String source) {
    return applied.getOrDefault(new Source(root, source), 0L);
  }

  /** Returns how many stores a location has. */
  long count(String path) {
    return counts.getOrDefault(path, 0L);
  }

  /** Returns the paths of all locations that have, or have had, stores. */
  Set<String> paths() {
    return counts.keySet();
  }
}
