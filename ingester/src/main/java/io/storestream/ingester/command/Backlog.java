package io.storestream.ingester;

import io.storestream.ingester.topic.UncommittedOffsets;
import io.storestream.kafka.KafkaAdmin;

/**
 * What an application has not committed yet: of the change events, and of its own topics of events
 * by store number and of changes of counts. Thread-safe.
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
   * Returns whether nothing is left: all events that were published before the call are with the
   * writers or in the outbox. May read what is left, up to the first record.
   *
   * <p>The order of the questions matters, as each topic feeds the next.
   *
   * @throws io.storestream.cli.CommandFailedException if Kafka does not answer, or what is left
   *     can't be read
   */
  public boolean isEmpty() {
    return of(topics.topic()).isDone()
        && of(topics.repartitionTopic()).isDone()
        && of(topics.locationDeltasTopic()).isDone();
  }

  /**
   * Returns how many offsets are left, whether or not there are records at them.
   *
   * @throws io.storestream.cli.CommandFailedException if Kafka does not answer
   */
  public long remaining() {
    return of(topics.topic()).count()
        + of(topics.repartitionTopic()).count()
        + of(topics.locationDeltasTopic()).count();
  }

  private UncommittedOffsets of(String topic) {
    return UncommittedOffsets.of(kafka, topics.applicationId(), topic);
  }
}
