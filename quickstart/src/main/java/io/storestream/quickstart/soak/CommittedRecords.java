package io.storestream.quickstart.soak;

import io.storestream.cli.CommandFailedException;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** All that is committed in a topic, from its start to its end. */
final class CommittedRecords {

  private static final Duration POLL = Duration.ofMillis(500);

  /** A transaction that nobody ends is ended by the broker after 10 s. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private CommittedRecords() {}

  /** Returns how many there are. */
  static long count(KafkaOptions kafka, String topic) {
    long[] records = new long[1];
    forEach(kafka, topic, entry -> records[0]++);
    return records[0];
  }

  /**
   * Reads those up to the end as it is now, in the order of each partition.
   *
   * @throws CommandFailedException if the topic can't be read
   */
  static void forEach(
      KafkaOptions kafka, String topic, Consumer<ConsumerRecord<byte[], byte[]>> consumer) {
    Map<String, Object> config = new HashMap<>(kafka.clientConfig());
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    Map<TopicPartition, Long> ends = ends(kafka, topic);
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    try (KafkaConsumer<byte[], byte[]> reader = new KafkaConsumer<>(config, bytes, bytes)) {
      reader.assign(ends.keySet());
      reader.seekToBeginning(ends.keySet());
      Instant deadline = Instant.now().plus(PATIENCE);
      while (ends.entrySet().stream()
          .anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
        Map<TopicPartition, Long> before = positions(reader);
        reader.poll(POLL).forEach(consumer);
        if (!positions(reader).equals(before)) {
          deadline = Instant.now().plus(PATIENCE);
        } else if (Instant.now().isAfter(deadline)) {
          throw new CommandFailedException(
              "topic %s stops at %s before its end %s".formatted(topic, before, ends));
        }
      }
    } catch (KafkaException e) {
      throw new CommandFailedException("can't read topic %s: %s".formatted(topic, e), e);
    }
  }

  private static Map<TopicPartition, Long> positions(KafkaConsumer<byte[], byte[]> reader) {
    return reader.assignment().stream()
        .collect(Collectors.toMap(partition -> partition, reader::position));
  }

  /** Of all records, whereas a consumer would name the end of those committed by now. */
  private static Map<TopicPartition, Long> ends(KafkaOptions kafka, String topic) {
    try (KafkaAdmin admin = KafkaAdmin.connect(kafka)) {
      return admin.endOffsets(topic);
    }
  }
}
