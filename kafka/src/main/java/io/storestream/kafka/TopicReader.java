package io.storestream.kafka;

import io.storestream.cli.CommandFailedException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the committed records of some partitions, from offsets that the caller names; belongs to no
 * group and commits nothing. For one thread.
 *
 * <pre>{@code
 * reader.seek(admin.startOffsets(topic));
 * reader.readTo(admin.endOffsets(topic), record -> …);
 * }</pre>
 */
public final class TopicReader implements AutoCloseable {

  /**
   * How long to wait for progress towards an end. An open transaction blocks its readers; those of
   * Kafka Streams end after 10 s, even if the instance has died.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration POLL = Duration.ofMillis(500);

  /** Closing waits for the fetch in flight, so the broker holds one that finds nothing briefly. */
  private static final int MAX_FETCH_WAIT_MS = 50;

  private static final int MAX_FETCH_BYTES = 16 * 1024 * 1024;
  private static final int FEW_FETCH_BYTES = 16 * 1024;
  private static final int BATCH_RECORDS = 500;
  private static final int BATCH_FETCH_BYTES = 4 * 1024 * 1024;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Duration patience;
  private @Nullable Long stuckSinceNs;

  private TopicReader(KafkaConsumer<byte[], byte[]> consumer, Duration patience) {
    this.consumer = consumer;
    this.patience = patience;
  }

  /**
   * Creates a reader; nothing is read yet.
   *
   * @throws CommandFailedException if the settings are invalid
   */
  public static TopicReader open(KafkaOptions kafka) {
    return open(kafka, PATIENCE);
  }

  /**
   * Creates a reader for the next few records only, which fetches little.
   *
   * @throws CommandFailedException as {@link #open} says
   */
  public static TopicReader openForFew(KafkaOptions kafka) {
    Map<String, Object> config = kafka.clientConfig();
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FEW_FETCH_BYTES);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FEW_FETCH_BYTES);
    return open(config, PATIENCE);
  }

  /**
   * Creates a reader for a caller that keeps what a poll returns: at most 500 records, of about 4
   * MiB, whatever the settings of the user say. A single larger record is still read.
   *
   * @throws CommandFailedException as {@link #open} says
   */
  public static TopicReader openForBatches(KafkaOptions kafka) {
    Map<String, Object> config = kafka.clientConfig();
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, BATCH_RECORDS);
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, BATCH_FETCH_BYTES);
    return open(config, PATIENCE);
  }

  /**
   * Creates a reader, as {@link #open(KafkaOptions)}.
   *
   * @param patience how long nothing may come in before an end is reached
   */
  public static TopicReader open(KafkaOptions kafka, Duration patience) {
    return open(kafka.clientConfig(), patience);
  }

  private static TopicReader open(Map<String, Object> config, Duration patience) {
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.putIfAbsent(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, MAX_FETCH_BYTES);
    config.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, MAX_FETCH_WAIT_MS);
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    try {
      return new TopicReader(new KafkaConsumer<>(config, bytes, bytes), patience);
    } catch (KafkaException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new CommandFailedException(
          "can't read with these Kafka settings (--kafka-config): " + reason.getMessage(), e);
    }
  }

  /** Seeks to offsets; only these partitions are read from now on. */
  public void seek(Map<TopicPartition, Long> offsets) {
    consumer.assign(offsets.keySet());
    offsets.forEach(consumer::seek);
  }

  /**
   * Returns the next records.
   *
   * @param timeout how long to wait if there is nothing
   * @throws CommandFailedException if the topic can't be read
   */
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    try {
      return consumer.poll(timeout);
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  /**
   * Returns the next records before these ends.
   *
   * @throws CommandFailedException if the topic can't be read, or there was no progress for half a
   *     minute before the ends
   */
  public ConsumerRecords<byte[], byte[]> pollTowards(Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> before = positions();
    ConsumerRecords<byte[], byte[]> records = poll(POLL);
    if (!positions().equals(before)) {
      stuckSinceNs = null;
    } else if (stuckSinceNs == null) {
      stuckSinceNs = System.nanoTime();
    } else if (System.nanoTime() - stuckSinceNs > patience.toNanos()) {
      throw new CommandFailedException(
          ("nothing comes after the offsets %s, and the ends are %s: is a broker down, or a"
                  + " transaction open there? Try again later")
              .formatted(before, ends));
    }
    return records;
  }

  /** Returns the position in each partition; transaction markers take offsets too. */
  public Map<TopicPartition, Long> positions() {
    try {
      return consumer.assignment().stream()
          .collect(Collectors.toMap(partition -> partition, consumer::position));
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  /** Returns whether all records before these offsets are read. */
  public boolean hasReached(Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> positions = positions();
    return ends.entrySet().stream()
        .allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }

  /**
   * Reads all records before these offsets, and possibly a few later ones.
   *
   * @throws CommandFailedException as {@link #pollTowards} says
   */
  public void readTo(
      Map<TopicPartition, Long> ends, Consumer<ConsumerRecord<byte[], byte[]>> records) {
    while (!hasReached(ends)) {
      pollTowards(ends).forEach(records);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }

  private CommandFailedException failure(KafkaException e) {
    return new CommandFailedException(
        "can't read %s: %s".formatted(consumer.assignment(), e.getMessage()), e);
  }
}
