package io.storestream.benchmarks.contestant;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic once with a plain consumer, from its start to its present end. */
final class TopicPass {

  private static final Duration POLL_TIMEOUT = Duration.ofMillis(500);

  private TopicPass() {}

  /** Handles the records of one poll. */
  interface Handler {
    void handle(ConsumerRecords<byte[], byte[]> records) throws IOException;
  }

  static void read(String bootstrapServers, String topic, boolean commit, Handler handler)
      throws IOException {
    Map<String, Object> config =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ConsumerConfig.GROUP_ID_CONFIG,
            UUID.randomUUID().toString(),
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false);
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, bytes, bytes)) {
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

  /** Positions pass the markers of transactions, which are no records. */
  private static boolean isAtEnd(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    Set<TopicPartition> assigned = consumer.assignment();
    return assigned.equals(ends.keySet())
        && ends.entrySet().stream().allMatch(it -> consumer.position(it.getKey()) >= it.getValue());
  }
}
