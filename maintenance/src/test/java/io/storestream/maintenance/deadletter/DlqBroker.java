package io.storestream.maintenance.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.storestream.fixtures.CommandRun;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.TopicReader;
import io.storestream.maintenance.MaintenanceStack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The stack of this module, and what tests of the dead letters ask of its broker. */
public final class DlqBroker implements AutoCloseable {

  private final MaintenanceStack stack = new MaintenanceStack();

  public KafkaOptions options() {
    return stack.kafkaOptions();
  }

  /** Returns options with client settings in a file of properties. */
  KafkaOptions options(Path config) {
    return CommandLine.populateCommand(
        new KafkaOptions(),
        "--bootstrap-servers",
        options().bootstrapServers(),
        "--kafka-config",
        config.toString());
  }

  /** Creates a topic and its dead-letter topic, whose records may be as old as they like. */
  void createTopics(String topic, int partitions) {
    Map<String, String> unlimited = Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1");
    stack
        .admin()
        .createTopics(
            Map.of(topic, 1, topic + "-dlq", partitions),
            Map.of(topic, unlimited, topic + "-dlq", unlimited));
  }

  /** Runs {@code dlq list} or {@code dlq redrive} of a topic. */
  public CommandRun run(String command, String topic, String... arguments) {
    List<String> all = new ArrayList<>();
    all.addAll(
        List.of(command, "--bootstrap-servers", options().bootstrapServers(), "--topic", topic));
    all.addAll(List.of(arguments));
    return CommandRun.of(new DlqCommand(), all.toArray(String[]::new));
  }

  @SafeVarargs
  public final void send(ProducerRecord<byte[], byte[]>... records)
      throws ExecutionException, InterruptedException {
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      for (ProducerRecord<byte[], byte[]> record : records) {
        producer.send(record).get();
      }
    }
  }

  KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
    Map<String, Object> config = options().clientConfig();
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 4 * 1024 * 1024);
    config.putAll(settings);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Returns how far the one partition of a topic is written, open transactions included. */
  long writtenTo(String topic) {
    return stack.admin().endOffsets(topic).getOrDefault(new TopicPartition(topic, 0), 0L);
  }

  /** Returns all committed records of a topic as text; those of one partition in their order. */
  List<String> textsOf(String topic) {
    return recordsOf(topic).stream().map(DlqBroker::text).toList();
  }

  /** Returns all committed records of a topic; those of one partition in their order. */
  public List<ConsumerRecord<byte[], byte[]>> recordsOf(String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (TopicReader reader = TopicReader.open(options())) {
      reader.seek(stack.admin().startOffsets(topic));
      reader.readTo(stack.admin().endOffsets(topic), records::add);
    }
    return records;
  }

  private static String text(ConsumerRecord<byte[], byte[]> record) {
    String headers =
        StreamSupport.stream(record.headers().spliterator(), false)
            .map(DlqBroker::text)
            .collect(Collectors.joining(","));
    return "%s=%s at %d [%s]"
        .formatted(text(record.key()), text(record.value()), record.timestamp(), headers);
  }

  private static String text(Header header) {
    return header.key() + "=" + text(header.value());
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "null" : new String(bytes, UTF_8);
  }

  @Override
  public void close() {
    stack.close();
  }
}
