package io.storestream.benchmarks.contestant;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic with a plain consumer. */
final class TopicPass {

  private static final Duration POLL_TIMEOUT = Duration.ofMillis(500);

  private TopicPass() {}

  /** Handles the records of one poll. */
  interface Handler {
    void handle(ConsumerRecords<byte[], byte[]> records) throws IOException;
  }

  /** Reads a topic once, from its start to its present end. */
  static void read(String bootstrapServers, String topic, boolean commit, Handler handler)
      throws IOException {
    try (KafkaConsumer<byte[], byte[]> consumer =
        open(bootstrapServers, UUID.randomUUID().toString(), Map.of())) {
      Set<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(it -> new TopicPartition(topic, it.partition()))
              .collect(Collectors.toSet());
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.subscribe(Set.of(topic));
      while (!isAtEnd(consumer, ends)) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL_TIMEOUT);
        if (!records.isEmpty()) {
          handler.handle(records);
          if (commit) {
            consumer.commitSync();
          }
        }
      }
    }
  }

  /**
   * Reads a topic without end, from the position of a group, and commits after each poll is
   * handled.
   */
  static void follow(String bootstrapServers, String topic, String group, Handler handler)
      throws IOException {
    try (KafkaConsumer<byte[], byte[]> consumer =
        open(bootstrapServers, group, Programs.SHORT_SESSION)) {
      consumer.subscribe(Set.of(topic));
      while (true) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL_TIMEOUT);
        if (!records.isEmpty()) {
          handler.handle(records);
          consumer.commitSync();
        }
      }
    }
  }

  private static KafkaConsumer<byte[], byte[]> open(
      String bootstrapServers, String group, Map<String, String> more) {
    Map<String, Object> config = new HashMap<>(more);
    config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    return new KafkaConsumer<>(config, bytes, bytes);
  }

  /** Positions pass the markers of transactions, which are no records. */
  private static boolean isAtEnd(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    Set<TopicPartition> assigned = consumer.assignment();
    return assigned.equals(ends.keySet())
        && ends.entrySet().stream().allMatch(it -> consumer.position(it.getKey()) >= it.getValue());
  }
}
