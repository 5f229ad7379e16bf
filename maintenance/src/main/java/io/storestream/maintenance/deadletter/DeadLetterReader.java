package io.storestream.maintenance.deadletter;

import io.storestream.cli.CommandFailedException;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.TopicReader;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Reads committed dead letters, a bounded number at a time. Commits nothing. For one thread. */
final class DeadLetterReader implements AutoCloseable {

  private final TopicReader topic;

  /**
   * @param topic is closed with this reader
   */
  DeadLetterReader(TopicReader topic) {
    this.topic = topic;
  }

  /**
   * Creates a reader; nothing is read yet.
   *
   * @throws CommandFailedException if the settings make no sense
   */
  static DeadLetterReader open(KafkaOptions kafka) {
    return new DeadLetterReader(TopicReader.openForBatches(kafka));
  }

  /**
   * Reads a part of a partition.
   *
   * @throws CommandFailedException if the end can't be reached
   */
  void read(OffsetRange range, BatchConsumer batches) {
    TopicPartition partition = range.partition();
    Map<TopicPartition, Long> end = Map.of(partition, range.end());
    topic.seek(Map.of(partition, range.start()));
    long position = range.start();
    // The end of a transaction takes an offset, too, and is no record: only the position shows
    // whether the end is reached.
    while (position < range.end()) {
      List<DeadLetterRecord> deadLetters =
          topic.pollTowards(end).records(partition).stream()
              .filter(record -> record.offset() < range.end())
              .map(DeadLetterRecord::new)
              .toList();
      long next = Math.min(topic.positions().getOrDefault(partition, position), range.end());
      if (next > position) {
        batches.accept(deadLetters, next);
        position = next;
      }
    }
  }

  @Override
  public void close() {
    topic.close();
  }

  /**
   * A part of a partition.
   *
   * @param start of the first record
   * @param end behind the last record
   */
  record OffsetRange(TopicPartition partition, long start, long end) {

    /** Returns the part of this that begins no earlier than at an offset. */
    OffsetRange from(long offset) {
      return new OffsetRange(partition, Math.min(Math.max(start, offset), end), end);
    }

    /** Returns how many offsets it spans; some of them may have no record. */
    long length() {
      return end - start;
    }
  }

  /** Handles dead letters in the order of their offsets. */
  @FunctionalInterface
  interface BatchConsumer {

    /**
     * Handles what was read.
     *
     * @param deadLetters may be empty
     * @param next all offsets before this are read
     */
    void accept(List<DeadLetterRecord> deadLetters, long next);
  }
}
