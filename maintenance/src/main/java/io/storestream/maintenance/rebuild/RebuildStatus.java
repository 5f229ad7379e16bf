package io.storestream.maintenance.rebuild;

import io.storestream.dynamodb.schema.ReadyTables;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.Topics;
import io.storestream.kafka.UncommittedOffsets;
import io.storestream.maintenance.rebuild.Checkpoint.Stage;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Whether a rebuild has filled a pair of tables, as its saved position says. Brokers forget that
 * after {@code offsets.retention.minutes}, 7 days by default. Thread-safe.
 */
public final class RebuildStatus {

  private final KafkaAdmin kafka;
  private final String group;

  /** Asks nothing yet. */
  public RebuildStatus(KafkaAdmin kafka, String storesTable) {
    this.kafka = kafka;
    this.group = Checkpoints.groupOf(storesTable);
  }

  /**
   * Returns whether a rebuild of these very tables, from the topic of stores that there is now, was
   * complete once. So they are, too, as long as that topic never held a record.
   *
   * @throws io.storestream.cli.CommandFailedException if Kafka does not answer
   */
  public boolean wasComplete(ReadyTables tables) {
    if (kafka.endOffsets(Topics.STORES).values().stream().allMatch(end -> end == 0)) {
      return true;
    }
    Optional<Uuid> stores = kafka.topicId(Topics.STORES);
    Map<TopicPartition, OffsetAndMetadata> committed = kafka.committed(group);
    return stores.isPresent()
        && !committed.isEmpty()
        && committed.values().stream()
            .allMatch(it -> isComplete(it.metadata(), stores.get(), tables));
  }

  private static boolean isComplete(String metadata, Uuid stores, ReadyTables tables) {
    Checkpoints.Metadata saved = Checkpoints.Metadata.parse(metadata);
    return saved != null
        && saved.isOf(stores, tables)
        && (saved.stage() == Stage.FOLLOWING || saved.stage() == Stage.FINISHED);
  }

  /**
   * Returns whether a rebuild has written all that the topics hold at this moment; it has to have
   * been complete once.
   *
   * @throws io.storestream.cli.CommandFailedException if Kafka does not answer, or the uncommitted
   *     records can't be read
   */
  public boolean isUpToDate() {
    return UncommittedOffsets.of(kafka, group, Topics.STORES).isDone()
        && UncommittedOffsets.of(kafka, group, Topics.LOCATION_COUNTS).isDone();
  }
}
