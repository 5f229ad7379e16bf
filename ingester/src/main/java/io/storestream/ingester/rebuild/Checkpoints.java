package io.storestream.ingester.rebuild;

import io.storestream.ingester.topic.StoresTopic;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.table.ReadyTable;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Where the position of a table's rebuild is kept: the committed offsets of a consumer group of its
 * own, so that Kafka's own tools show and reset it like any other.
 */
final class Checkpoints {

  private static final String GROUP_PREFIX = "storestream-rebuild-";

  private final KafkaAdmin kafka;
  private final String group;
  private final StoresTopic topic;
  private final ReadyTable table;

  Checkpoints(KafkaAdmin kafka, String tableName, StoresTopic topic, ReadyTable table) {
    this.kafka = kafka;
    this.group = GROUP_PREFIX + tableName;
    this.topic = topic;
    this.table = table;
  }

  /** Returns where a rebuild of this very table from this very topic has stopped. */
  Optional<Position> find() {
    Map<TopicPartition, Long> offsets = new HashMap<>(topic.starts());
    boolean exclusive = true;
    boolean misplaced = false;
    Instant savedAt = Instant.MAX;
    Map<TopicPartition, OffsetAndMetadata> committed = kafka.committed(group);
    for (Map.Entry<TopicPartition, OffsetAndMetadata> entry : committed.entrySet()) {
      Checkpoint checkpoint = Checkpoint.parse(entry.getValue().metadata());
      if (checkpoint == null || !checkpoint.isOf(topic.id(), table.createdAt())) {
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
        : Optional.of(new Position(offsets, exclusive, misplaced, savedAt));
  }

  void save(Position position) {
    String metadata =
        Checkpoint.of(
                topic.id(),
                table.createdAt(),
                position.exclusive(),
                position.misplaced(),
                position.savedAt())
            .toJson();
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    position
        .offsets()
        .forEach((partition, at) -> offsets.put(partition, new OffsetAndMetadata(at, metadata)));
    kafka.get(kafka.client().alterConsumerGroupOffsets(group, offsets).all());
  }

  /** Forgets what was saved; there has to be something. */
  void clear() {
    kafka.get(kafka.client().deleteConsumerGroups(List.of(group)).all());
  }
}
