package io.storestream.ingester;

import io.storestream.ingester.topic.UncommittedOffsets;
import io.storestream.kafka.KafkaAdmin;

/**
 * How far an application is behind: how many offsets of the change events, and of its own topics of
 * events by store number and of changes of counts, it has not committed yet. Thread-safe.
 */
public final class Backlog {

  private final KafkaAdmin kafka;
  private final IngestTopics topics;

  /**
   * Asks nothing yet.
   *
   * @param applicationId of the ingester, whose consumer group it is too
   * @param topic the change events'
   */
  public Backlog(KafkaAdmin kafka, String applicationId, String topic) {
    this(kafka, new IngestTopics(applicationId, topic));
  }

  Backlog(KafkaAdmin kafka, IngestTopics topics) {
    this.kafka = kafka;
    this.topics = topics;
  }

  /**
   * Returns how many offsets are left. With none left, all events that were published before the
   * call are with the writers or in the outbox.
   *
   * <p>The order of the questions matters, as each topic feeds the next.
   *
   * @throws io.storestream.cli.CommandFailedException if Kafka does not answer
   */
  public long remaining() {
    return remainingOf(topics.topic())
        + remainingOf(topics.repartitionTopic())
        + remainingOf(topics.locationDeltasTopic());
  }

  private long remainingOf(String topic) {
    return UncommittedOffsets.of(kafka, topics.applicationId(), topic).count();
  }
}
