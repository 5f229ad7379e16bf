package io.storestream.maintenance.rebuild;

import io.storestream.dynamodb.schema.ReadyTables;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.StoresTopic;
import io.storestream.kafka.Topics;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Where the position of a table's rebuild is kept: the committed offsets of a separate consumer
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
   * Returns where a rebuild of these very tables from this very topic has stopped, unless it had
   * finished, or the topic has lost what was read of it, as in a cluster that was restored. Counts
   * are few, and read anew each time.
   */
  Optional<Position> find() {
    Map<TopicPartition, Long> offsets = new HashMap<>(topic.starts());
    boolean exclusive = true;
    boolean misplaced = false;
    Instant savedAt = Instant.MAX;
    Map<TopicPartition, OffsetAndMetadata> committed = kafka.committed(group);
    committed.keySet().removeIf(it -> !it.topic().equals(Topics.STORES));
    for (Map.Entry<TopicPartition, OffsetAndMetadata> entry : committed.entrySet()) {
      Checkpoint checkpoint = Checkpoint.parse(entry.getValue().metadata());
      if (checkpoint == null
          || !checkpoint.isOf(topic.id(), tables)
          || checkpoint.stage() == RebuildStage.FINISHED
          || entry.getValue().offset() > topic.ends().getOrDefault(entry.getKey(), 0L)) {
        return Optional.empty();
      }
      offsets.put(entry.getKey(), entry.getValue().offset());
      exclusive &= checkpoint.exclusive();
      misplaced |= checkpoint.misplaced();
      Instant time = Instant.ofEpochMilli(checkpoint.savedAt());
      savedAt = time.isBefore(savedAt) ? time : savedAt;
    }
    return committed.isEmpty()
        ? Optional.empty()
        : Optional.of(new Position(offsets, RebuildStage.LOADING, exclusive, misplaced, savedAt));
  }

  void save(Position position) {
    String metadata = Checkpoint.of(topic.id(), tables, position).toJson();
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    position
        .offsets()
        .forEach((partition, at) -> offsets.put(partition, new OffsetAndMetadata(at, metadata)));
    kafka.get(kafka.client().alterConsumerGroupOffsets(group, offsets).all());
  }
}
