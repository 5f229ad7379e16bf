package io.storestream.maintenance.verify.counts;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.StopSignal;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.TopicReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads a topic that one task of an application writes to in each partition, always up to the end
 * of a transaction: what it has read of a partition is what the task had committed at some moment.
 * For one thread.
 */
final class ChangelogReader implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(50);

  /** An ingester's transactions end after 10 s, even if it has died. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KafkaAdmin kafka;
  private final String topic;
  private final StopSignal stop;
  private final TopicReader reader;
  private Map<TopicPartition, Long> position;

  /** Reads nothing yet. */
  ChangelogReader(KafkaAdmin kafka, String topic, StopSignal stop) {
    this.kafka = kafka;
    this.topic = topic;
    this.stop = stop;
    this.position = kafka.startOffsets(topic);
    this.reader = TopicReader.open(kafka.options());
  }

  /** Reads all of a topic that is committed now, and the transactions that are open now. */
  static void readAll(
      KafkaAdmin kafka,
      String topic,
      StopSignal stop,
      Consumer<ConsumerRecord<byte[], byte[]>> records) {
    try (ChangelogReader reader = new ChangelogReader(kafka, topic, stop)) {
      reader.readOn(records);
    }
  }

  /**
   * Reads on from its position: all that is committed now, and the transactions that are open now,
   * once they are committed.
   *
   * @param records receives them; it throws an exception for a record that can't be read
   * @throws CommandFailedException if the topic can't be read, or if stopped
   */
  void readOn(Consumer<ConsumerRecord<byte[], byte[]>> records) {
    Map<TopicPartition, Long> ends = awaitDecided(kafka.endOffsets(topic));
    reader.seek(position);
    reader.readTo(
        ends,
        record -> {
          requireGoingOn();
          TopicPartition partition = new TopicPartition(record.topic(), record.partition());
          if (record.offset() < ends.getOrDefault(partition, 0L)) {
            accept(record, records);
          }
        });
    position = ends;
  }

  /** Returns offsets at the end of a transaction, none before these ends. */
  private Map<TopicPartition, Long> awaitDecided(Map<TopicPartition, Long> ends) {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (true) {
      Map<TopicPartition, Long> decided = kafka.stableOffsets(topic);
      if (ends.entrySet().stream()
          .allMatch(end -> decided.getOrDefault(end.getKey(), 0L) >= end.getValue())) {
        return decided;
      }
      if (Instant.now().isAfter(deadline)) {
        throw new CommandFailedException(
            "a transaction in topic %s has been open for %d s: see \"An open transaction holds up the events\" in docs/operating/runbook.md"
                .formatted(topic, PATIENCE.toSeconds()));
      }
      requireGoingOn();
      stop.await(POLL);
    }
  }

  private void requireGoingOn() {
    if (stop.isRequested()) {
      throw new CommandFailedException("stopped while reading topic " + topic);
    }
  }

  private static void accept(
      ConsumerRecord<byte[], byte[]> record, Consumer<ConsumerRecord<byte[], byte[]>> records) {
    try {
      records.accept(record);
    } catch (RuntimeException e) {
      throw new CommandFailedException(
          "%s-%d at offset %d is not what an ingester of this release writes there: %s"
              .formatted(record.topic(), record.partition(), record.offset(), e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
