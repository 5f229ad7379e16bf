package io.storestream.ingester.verify;

import io.storestream.cli.StopSignal;
import io.storestream.ingester.LocationDelta;
import io.storestream.kafka.KafkaAdmin;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Compares the counts in the state of the ingesters with the topic, exactly, while changes stream
 * in: each record of the topic tells which of the changes it is, and the state which it contains.
 * For one thread.
 */
final class StateCountsCheck {

  private final KafkaAdmin kafka;
  private final String applicationId;
  private final TopicSide topic;
  private final ExpectedCounts expected;
  private final StopSignal stop;

  StateCountsCheck(
      KafkaAdmin kafka,
      String applicationId,
      TopicSide topic,
      ExpectedCounts expected,
      StopSignal stop) {
    this.kafka = kafka;
    this.applicationId = applicationId;
    this.topic = topic;
    this.expected = expected;
    this.stop = stop;
  }

  /**
   * Compares; nothing differs if the application has no state in this cluster.
   *
   * @throws io.storestream.cli.CommandFailedException if the topics can't be read, or if stopped
   */
  WrongStateCounts run() {
    Optional<StateCounts> found = StateCounts.read(kafka, applicationId, stop);
    if (found.isEmpty()) {
      return WrongStateCounts.NONE;
    }
    StateCounts state = found.get();
    // All changes of what was read of the topic before are in the state. Of what follows, it
    // contains those that had come to the deltas by then.
    Map<String, Long> later = new HashMap<>();
    topic.readOn(
        record ->
            expected.follow(
                record,
                (changes, sequence) -> {
                  String country = LocationDelta.countryOf(changes.keySet().iterator().next());
                  String source = Integer.toString(record.partition());
                  if (!state.contains(country, source, sequence)) {
                    changes.forEach((path, by) -> later.merge(path, by, Long::sum));
                  }
                }));
    Set<String> paths = new HashSet<>(state.paths());
    paths.addAll(expected.ownPaths());
    Map<String, WrongStateCounts.Wrong> wrong = new TreeMap<>();
    for (String path : paths) {
      long right = expected.ownCount(path) - later.getOrDefault(path, 0L);
      if (state.count(path) != right) {
        wrong.put(path, new WrongStateCounts.Wrong(state.count(path), right));
      }
    }
    return new WrongStateCounts(wrong);
  }
}
