package io.storestream.maintenance.deadletter;

import io.storestream.cli.CommandFailedException;
import io.storestream.kafka.KafkaOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads committed dead letters, a bounded number at a time. Commits nothing. For one thread.
 *
 * <p>It belongs to a consumer group by name only: what to read is said in each call.
 */
final class DeadLetterReader implements AutoCloseable {

  /**
   * How long nothing may come in before the end. An open transaction holds up its readers: those of
   * Kafka Streams end after 10 s, even if the instance has died.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration POLL = Duration.ofMillis(500);
  private static final int MAX_POLL_RECORDS = 500;

  /** At the most, and one more batch; a small heap has to do for any topic. */
  private static final int MAX_FETCH_BYTES = 4 * 1024 * 1024;

  private final Consumer<byte[], byte[]> consumer;
  private final Duration patience;

  private DeadLetterReader(Consumer<byte[], byte[]> consumer, Duration patience) {
    this.consumer = consumer;
    this.patience = patience;
  }

  static DeadLetterReader open(KafkaOptions kafka, String group) {
    return open(kafka, group, PATIENCE);
  }

  /**
   * Creates a reader; nothing is read yet.
   *
   * @throws CommandFailedException if the settings make no sense
   */
  static DeadLetterReader open(KafkaOptions kafka, String group, Duration patience) {
    Map<String, Object> config = kafka.clientConfig();
    config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, MAX_FETCH_BYTES);
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    try {
      return new DeadLetterReader(new KafkaConsumer<>(config, bytes, bytes), patience);
    } catch (KafkaException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new CommandFailedException(
          "can't read with these Kafka settings (--kafka-config): " + reason.getMessage(), e);
    }
  }

  /**
   * Reads a part of a partition.
   *
   * @throws CommandFailedException if the end can't be reached
   */
  void read(OffsetRange range, BatchConsumer batches) {
    TopicPartition partition = range.partition();
    try {
      consumer.assign(List.of(partition));
      consumer.seek(partition, range.start());
      long position = range.start();
      long lastMoveNs = System.nanoTime();
      // What is no record, such as the end of a transaction, takes offsets too: only the position
      // says whether the end is reached.
      while (position < range.end()) {
        List<DeadLetterRecord> letters =
            consumer.poll(POLL).records(partition).stream()
                .filter(record -> record.offset() < range.end())
                .map(DeadLetterRecord::new)
                .toList();
        long next = Math.min(consumer.position(partition), range.end());
        if (next > position) {
          batches.accept(letters, next);
          position = next;
          lastMoveNs = System.nanoTime();
        } else if (System.nanoTime() - lastMoveNs > patience.toNanos()) {
          throw new CommandFailedException(
              ("nothing comes after offset %d of %s, which ends at %d: is a broker down, or a"
                      + " transaction open there? Try again later")
                  .formatted(position, partition, range.end()));
        }
      }
    } catch (KafkaException e) {
      throw new CommandFailedException("can't read %s: %s".formatted(partition, e.getMessage()), e);
    }
  }

  /** Returns how the group is named in a transaction. */
  ConsumerGroupMetadata group() {
    return consumer.groupMetadata();
  }

  @Override
  public void close() {
    consumer.close();
  }

  /** Gets dead letters in the order of their offsets. */
  @FunctionalInterface
  interface BatchConsumer {

    /**
     * Takes what was read.
     *
     * @param letters may be empty
     * @param next all offsets before this are read
     */
    void accept(List<DeadLetterRecord> letters, long next);
  }
}
