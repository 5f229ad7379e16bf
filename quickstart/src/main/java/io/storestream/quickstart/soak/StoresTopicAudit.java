package io.storestream.quickstart.soak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.storestream.cli.CommandFailedException;
import io.storestream.kafka.KafkaOptions;
import io.storestream.model.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Holds the last committed record of every store in {@link Topics#STORES} against what has to be
 * there: the fields, their number and the version in the header. Of a deleted store nothing may be
 * left, as compaction removes tombstones.
 */
final class StoresTopicAudit {

  private static final String VERSION = "header version";
  private static final Set<String> NUMBERS = Set.of("longitude", "latitude");

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private StoresTopicAudit() {}

  /**
   * Reads the whole topic. Nobody should write to it or to {@code expected} meanwhile.
   *
   * @throws CommandFailedException if the topic can't be read
   */
  static AuditReport of(KafkaOptions kafka, ExpectedStores expected) {
    Map<String, Object> config = new HashMap<>(kafka.clientConfig());
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    StringDeserializer text = new StringDeserializer();
    Map<String, SortedMap<String, String>> latest;
    try (Consumer<String, String> consumer = new KafkaConsumer<>(config, text, text)) {
      latest = read(consumer);
    } catch (KafkaException e) {
      throw new CommandFailedException(
          "can't read topic %s: %s".formatted(Topics.STORES, e.getMessage()), e);
    }
    for (ExpectedStore store : expected.stores()) {
      if (store.isDeleted()) {
        latest.putIfAbsent(store.storeNumber(), attributes(store));
      }
    }
    Audit audit = new Audit(expected, StoresTopicAudit::attributes);
    latest.forEach(audit::add);
    return audit.report();
  }

  private static Map<String, SortedMap<String, String>> read(Consumer<String, String> consumer) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.STORES).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<String, SortedMap<String, String>> latest = new HashMap<>();
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!hasReached(consumer, ends)) {
      ConsumerRecords<String, String> records = consumer.poll(POLL);
      for (ConsumerRecord<String, String> entry : records) {
        latest.put(entry.key(), attributes(entry));
      }
      if (!records.isEmpty()) {
        deadline = Instant.now().plus(PATIENCE);
      } else if (Instant.now().isAfter(deadline)) {
        throw new CommandFailedException(
            "topic %s has stopped before its end %s".formatted(Topics.STORES, ends));
      }
    }
    return latest;
  }

  private static boolean hasReached(
      Consumer<String, String> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private static SortedMap<String, String> attributes(ExpectedStore store) {
    SortedMap<String, String> attributes = new TreeMap<>();
    attributes.put(VERSION, Long.toString(store.version()));
    if (store.content() != null) {
      attributes.put("storeNumber", quoted(store.storeNumber()));
      store
          .content()
          .forEach(
              (name, text) -> attributes.put(name, NUMBERS.contains(name) ? text : quoted(text)));
    }
    return attributes;
  }

  private static SortedMap<String, String> attributes(ConsumerRecord<String, String> entry) {
    SortedMap<String, String> attributes = new TreeMap<>();
    Header version = entry.headers().lastHeader(Topics.VERSION_HEADER);
    if (version != null) {
      attributes.put(VERSION, new String(version.value(), StandardCharsets.UTF_8));
    }
    if (entry.value() != null) {
      try {
        for (Map.Entry<String, JsonNode> field : ExpectedEvent.parse(entry.value()).properties()) {
          attributes.put(field.getKey(), printable(field.getValue()));
        }
      } catch (JsonProcessingException e) {
        attributes.put("not JSON", entry.value());
      }
    }
    return attributes;
  }

  private static String printable(JsonNode value) {
    if (value.isNumber()) {
      return value.decimalValue().toPlainString();
    }
    return value.isTextual() ? quoted(value.textValue()) : value.toString();
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }
}
