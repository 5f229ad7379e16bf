package io.storestream.kafka;

/** What an ingester has not read yet of the topics that lead to the tables. Thread-safe. */
public final class ConsumerLag {

  private final KafkaAdmin kafka;
  private final String applicationId;
  private final String topic;

  /**
   * Asks nothing yet.
   *
   * @param applicationId of the ingester, which is its consumer group too
   * @param topic of the change events
   */
  public ConsumerLag(KafkaAdmin kafka, String applicationId, String topic) {
    this.kafka = kafka;
    this.applicationId = applicationId;
    this.topic = topic;
  }

  /**
   * Returns whether there is no lag: all events that were published before the call are with the
   * writers or in the outbox. May read the lag, up to the first record.
   *
   * <p>The order of the questions matters, as each topic feeds the next.
   *
   * @throws io.storestream.cli.CommandFailedException if Kafka does not answer, or the lag can't be
   *     read
   */
  public boolean isZero() {
    return of(topic).isDone()
        && of(InternalTopics.repartitionTopicOf(applicationId)).isDone()
        && of(InternalTopics.locationDeltasTopicOf(applicationId)).isDone();
  }

  /**
   * Returns how many offsets the lag spans, whether or not there are records at them.
   *
   * @throws io.storestream.cli.CommandFailedException if Kafka does not answer
   */
  public long offsets() {
    return of(topic).count()
        + of(InternalTopics.repartitionTopicOf(applicationId)).count()
        + of(InternalTopics.locationDeltasTopicOf(applicationId)).count();
  }

  private UncommittedOffsets of(String partOfTheWay) {
    return UncommittedOffsets.of(kafka, applicationId, partOfTheWay);
  }
}
