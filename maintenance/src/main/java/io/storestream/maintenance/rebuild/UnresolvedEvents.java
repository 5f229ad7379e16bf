package io.storestream.maintenance.rebuild;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.StopSignal;
import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.UncommittedOffsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events that an application has not resolved yet. They may be a replay, and a replay writes older
 * states after newer ones to the {@code stores} topic until it has caught up.
 */
final class UnresolvedEvents {

  private static final Logger log = LoggerFactory.getLogger(Rebuild.class);

  /** A running ingester resolves the events of a moment much sooner. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaAdmin kafka;
  private final String applicationId;
  private final StopSignal stop;

  /** Asks nothing yet. */
  UnresolvedEvents(KafkaAdmin kafka, String applicationId, StopSignal stop) {
    this.kafka = kafka;
    this.applicationId = applicationId;
    this.stop = stop;
  }

  /**
   * Returns whether some of the events that exist now stay unresolved. Waits a moment if an
   * ingester runs. The events are in the topics in which the application has positions. From there
   * they go to the topic by store number, so its end counts when the others are done. An
   * application that has that topic and no positions may have lost them, as they expire, and have
   * put older states into {@code stores} before.
   *
   * @throws CommandFailedException if Kafka does not answer, or if stopped
   */
  boolean exist() {
    Set<String> topics =
        kafka.committed(applicationId).keySet().stream()
            .map(TopicPartition::topic)
            .collect(Collectors.toSet());
    String byStoreNumber = InternalTopics.repartitionTopicOf(applicationId);
    topics.removeAll(Set.of(byStoreNumber, InternalTopics.locationDeltasTopicOf(applicationId)));
    Instant deadline = Instant.now().plus(PATIENCE);
    boolean left =
        topics.isEmpty()
            ? !kafka.partitionsOf(List.of(byStoreNumber)).isEmpty()
            : topics.stream().anyMatch(topic -> exist(topic, deadline))
                || exist(byStoreNumber, deadline);
    if (left) {
      log.info(
          "Application {} has unprocessed events, which may be a replay: all stores are written with"
              + " conditions",
          applicationId);
    }
    return left;
  }

  private boolean exist(String topic, Instant deadline) {
    UncommittedOffsets uncommitted = UncommittedOffsets.of(kafka, applicationId, topic);
    while (!uncommitted.isDone()) {
      if (Instant.now().isAfter(deadline) || !kafka.hasMembers(applicationId)) {
        return true;
      }
      if (stop.await(POLL)) {
        throw new CommandFailedException("stopped while waiting for application " + applicationId);
      }
    }
    return false;
  }
}
