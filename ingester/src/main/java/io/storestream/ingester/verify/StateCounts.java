package io.storestream.ingester.verify;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.StopSignal;
import io.storestream.ingester.CountState;
import io.storestream.ingester.LocationDelta;
import io.storestream.ingester.topic.InternalTopics;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.TopicReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The counts that an application keeps in its own state, once it has applied all deltas that are in
 * its topic. Whether it runs makes no difference. For one thread.
 */
final class StateCounts {

  private final Map<String, Long> counts = new HashMap<>();
  private final Map<Source, Long> applied = new HashMap<>();

  private record Source(String country, String name) {}

  private StateCounts() {}

  /**
   * Reads them; nothing if the application keeps none in this cluster.
   *
   * @throws CommandFailedException if Kafka does not answer, or if stopped
   */
  static Optional<StateCounts> read(KafkaAdmin kafka, String applicationId, StopSignal stop) {
    String changelog =
        InternalTopics.changelogTopicOf(applicationId, InternalTopics.LOCATION_COUNTS);
    if (kafka.topicId(changelog).isEmpty()) {
      return Optional.empty();
    }
    // Deltas first: what is applied after they are read may be purged before the state is read.
    List<LocationDelta> deltas = new ArrayList<>();
    readAll(
        kafka,
        InternalTopics.locationDeltasTopicOf(applicationId),
        stop,
        record -> deltas.add(LocationDelta.decode(record.value())));
    StateCounts state = new StateCounts();
    readAll(kafka, changelog, stop, record -> state.put(CountState.Entry.of(record)));
    deltas.forEach(state::apply);
    return Optional.of(state);
  }

  private static void readAll(
      KafkaAdmin kafka,
      String topic,
      StopSignal stop,
      Consumer<ConsumerRecord<byte[], byte[]>> records) {
    try (TopicReader reader = TopicReader.open(kafka.options())) {
      reader.seek(kafka.startOffsets(topic));
      reader.readTo(
          kafka.endOffsets(topic),
          record -> {
            if (stop.isRequested()) {
              throw new CommandFailedException("stopped while reading topic " + topic);
            }
            records.accept(record);
          });
    }
  }

  private void put(CountState.Entry entry) {
    if (entry instanceof CountState.Entry.Count count) {
      counts.put(count.path(), count.count());
    } else if (entry instanceof CountState.Entry.Applied deltas) {
      applied.put(new Source(deltas.country(), deltas.source()), deltas.sequence());
    }
  }

  private void apply(LocationDelta delta) {
    if (!contains(delta.country(), delta.source(), delta.sequence())) {
      applied.put(new Source(delta.country(), delta.source()), delta.sequence());
      delta.changes().forEach((path, change) -> counts.merge(path, change, Long::sum));
    }
  }

  /** Returns whether a change of a country is in the counts. */
  boolean contains(String country, String source, long sequence) {
    return applied.getOrDefault(new Source(country, source), 0L) >= sequence;
  }

  /** Returns how many stores a place has. */
  long count(String path) {
    return counts.getOrDefault(path, 0L);
  }

  /** Returns the paths of all places that have, or have had, stores. */
  Set<String> paths() {
    return counts.keySet();
  }
}
