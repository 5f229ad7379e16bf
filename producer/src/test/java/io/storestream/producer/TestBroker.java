package io.storestream.producer;

import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.localstack.EmbeddedKafka;
import io.storestream.localstack.SharedBackends;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** A real broker and access to its topics. */
public final class TestBroker {

  private final EmbeddedKafka kafka = SharedBackends.kafka();

  KafkaOptions options() {
    return KafkaOptions.of(kafka.bootstrapServers());
  }

  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  public void createTopic(String topic, int partitions) {
    try (KafkaAdmin admin = KafkaAdmin.connect(options())) {
      admin.createTopics(Map.of(topic, partitions), Map.of());
    }
  }

  /** Returns the values of all records of a topic; those of one partition in their order. */
  List<String> valuesOf(String topic) {
    return recordsOf(topic).stream().map(entry -> text(entry.value())).toList();
  }

  /** Returns all committed records of a topic; those of one partition in their order. */
  List<ConsumerRecord<byte[], byte[]>> recordsOf(String topic) {
    Map<String, Object> config = options().clientConfig();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, bytes, bytes)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(it -> new TopicPartition(it.topic(), it.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(it -> consumer.position(it) < end(ends, it))) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }

  private static long end(Map<TopicPartition, Long> ends, TopicPartition partition) {
    return ends.getOrDefault(partition, 0L);
  }

  static String text(byte @Nullable [] bytes) {
    return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
  }
}
