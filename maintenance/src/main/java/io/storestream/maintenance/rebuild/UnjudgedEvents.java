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
 * Events that an application has not judged yet. It may be a replay then, and a replay puts older
 * states behind newer ones into the {@code stores} topic until it has caught up.
 */
final class UnjudgedEvents {

  private static final Logger log = LoggerFactory.getLogger(Rebuild.class);

  /** An ingester at work is through with what is there at a moment much sooner. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaAdmin kafka;
  private final String applicationId;
  private final StopSignal stop;

  /** Asks nothing yet. */
  UnjudgedEvents(KafkaAdmin kafka, String applicationId, StopSignal stop) {
    this.kafka = kafka;
    this.applicationId = applicationId;
    this.stop = stop;
  }

  /**
   * Returns whether some of the events that are there now are left, after a moment's wait if an
   * ingester runs. The events are in the topics in which the application has positions. From there
   * they go to the topic by store number, so its end counts when the others are done. An
   * application that has that topic and no positions may have lost them, as they expire, and have
   * put older states into {@code stores} before.
   *
   * @throws CommandFailedException if Kafka does not answer, or if stopped
   */
  boolean areLeft() {
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
            : topics.stream().anyMatch(topic -> areLeft(topic, deadline))
                || areLeft(byStoreNumber, deadline);
    if (left) {
      log.info(
          "Application {} has not judged all events yet, and may be a replay: all stores are written"
              + " with conditions",
          applicationId);
    }
    return left;
  }

  private boolean areLeft(String topic, Instant deadline) {
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
