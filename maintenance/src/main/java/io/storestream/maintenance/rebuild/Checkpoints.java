package io.storestream.maintenance.rebuild;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.storestream.dynamodb.schema.ReadyTables;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.StoresTopic;
import io.storestream.kafka.Topics;
import io.storestream.maintenance.rebuild.Checkpoint.Stage;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the checkpoint of the rebuild of a table as the committed offsets of a separate consumer
 * group, so that Kafka's own tools show and reset it like any other.
 */
final class Checkpoints {

  private static final String GROUP_PREFIX = "storestream-rebuild-";

  private final KafkaAdmin kafka;
  private final String group;
  private final StoresTopic topic;
  private final ReadyTables tables;

  Checkpoints(KafkaAdmin kafka, String tableName, StoresTopic topic, ReadyTables tables) {
    this.kafka = kafka;
    this.group = groupOf(tableName);
    this.topic = topic;
    this.tables = tables;
  }

  /** Returns the consumer group of the rebuilds of a table. */
  static String groupOf(String tableName) {
    return GROUP_PREFIX + tableName;
  }

  /**
   * Returns where a rebuild of exactly these tables from exactly this topic has stopped. Nothing if
   * it had finished, or if the topic has lost records that were read, as in a restored cluster.
   * Counts are few, and read from the start each time.
   */
  Optional<Checkpoint> find() {
    Map<TopicPartition, Long> offsets = new HashMap<>(topic.starts());
    Instant savedAt = Instant.MAX;
    Map<TopicPartition, OffsetAndMetadata> committed = kafka.committed(group);
    committed.keySet().removeIf(it -> !it.topic().equals(Topics.STORES));
    for (Map.Entry<TopicPartition, OffsetAndMetadata> entry : committed.entrySet()) {
      Metadata metadata = Metadata.parse(entry.getValue().metadata());
      if (metadata == null
          || !metadata.isOf(topic.id(), tables)
          || metadata.stage() == Stage.FINISHED
          || entry.getValue().offset() > topic.ends().getOrDefault(entry.getKey(), 0L)) {
        return Optional.empty();
      }
      offsets.put(entry.getKey(), entry.getValue().offset());
      Instant time = Instant.ofEpochMilli(metadata.savedAt());
      savedAt = time.isBefore(savedAt) ? time : savedAt;
    }
    return committed.isEmpty()
        ? Optional.empty()
        : Optional.of(new Checkpoint(offsets, Stage.LOADING, savedAt));
  }

  void save(Checkpoint checkpoint) {
    String metadata = Metadata.of(topic.id(), tables, checkpoint).toJson();
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    checkpoint
        .offsets()
        .forEach((partition, at) -> offsets.put(partition, new OffsetAndMetadata(at, metadata)));
    kafka.get(kafka.client().alterConsumerGroupOffsets(group, offsets).all());
  }

  /**
   * Which topic and tables a committed offset belongs to: it is worth nothing for another topic or
   * table of the same name. Kept as JSON in the metadata of the offset.
   *
   * @param topic the ID of the topic of stores
   * @param table when the table was created, epoch milliseconds
   * @param counts when its table of counts was created, epoch milliseconds
   * @param stage how far the rebuild has come; {@code null} if it does not say
   * @param savedAt epoch milliseconds
   */
  record Metadata(String topic, long table, long counts, @Nullable Stage stage, long savedAt) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Metadata of(Uuid topic, ReadyTables tables, Checkpoint checkpoint) {
      return new Metadata(
          topic.toString(),
          tables.stores().createdAt().toEpochMilli(),
          tables.counts().createdAt().toEpochMilli(),
          checkpoint.stage(),
          checkpoint.savedAt().toEpochMilli());
    }

    /** Returns what was saved; {@code null} for metadata that no rebuild wrote. */
    static @Nullable Metadata parse(String metadata) {
      try {
        return JSON.readValue(metadata, Metadata.class);
      } catch (JsonProcessingException e) {
        return null;
      }
    }

    String toJson() {
      try {
        return JSON.writeValueAsString(this);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("texts and numbers are JSON", e);
      }
    }

    boolean isOf(Uuid otherTopic, ReadyTables others) {
      return topic.equals(otherTopic.toString())
          && table == others.stores().createdAt().toEpochMilli()
          && counts == others.counts().createdAt().toEpochMilli();
    }
  }
}
