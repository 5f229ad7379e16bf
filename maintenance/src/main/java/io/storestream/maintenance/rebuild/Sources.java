package io.storestream.maintenance.rebuild;

import io.storestream.cli.CommandFailedException;
import io.storestream.dynamodb.schema.ReadyTable;
import io.storestream.dynamodb.schema.TableSetup;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.StoresTopic;
import io.storestream.kafka.TopicIdentity;
import io.storestream.kafka.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The topics and the tables of a rebuild, which should stay the same ones while it runs: another
 * topic or table of the same name would be filled in part, without a sign of it.
 */
final class Sources {

  private static final List<String> TOPICS = List.of(Topics.STORES, Topics.LOCATION_COUNTS);

  private final KafkaAdmin kafka;
  private final StoresTopic stores;
  private final Map<String, TopicIdentity> topics;
  private final Map<TableSetup, ReadyTable> tables;
  private final Duration tableCheckInterval;
  private final Set<String> missed = new HashSet<>();
  private Instant nextTableCheck;

  /**
   * @param tables as they were at the beginning
   * @param tableCheckInterval from one check of the tables that is due to the next
   */
  Sources(
      KafkaAdmin kafka,
      StoresTopic stores,
      Map<TableSetup, ReadyTable> tables,
      Duration tableCheckInterval) {
    this.kafka = kafka;
    this.stores = stores;
    this.topics = kafka.describe(TOPICS);
    this.tables = Map.copyOf(tables);
    this.tableCheckInterval = tableCheckInterval;
    this.nextTableCheck = Instant.now().plus(tableCheckInterval);
  }

  KafkaAdmin kafka() {
    return kafka;
  }

  /** Returns the topic of stores, as it was at the beginning. */
  StoresTopic topic() {
    return stores;
  }

  /** Returns where the topic of counts begins; nothing if there is none. */
  Map<TopicPartition, Long> countStarts() {
    return topics.containsKey(Topics.LOCATION_COUNTS)
        ? kafka.startOffsets(Topics.LOCATION_COUNTS)
        : Map.of();
  }

  /** Returns whether this rebuild has created a table, which is empty then. */
  boolean isNew(String table) {
    return tables.entrySet().stream()
        .anyMatch(it -> it.getKey().table().equals(table) && it.getValue().isNew());
  }

  /** Returns whether the topic of counts has had a record. */
  boolean hasCounts() {
    return kafka.endOffsets(Topics.LOCATION_COUNTS).values().stream().anyMatch(end -> end > 0);
  }

  /** Returns whether a record of either topic is in a partition where its key no longer belongs. */
  boolean isMisplaced(ConsumerRecord<byte[], byte[]> record) {
    TopicIdentity topic = Objects.requireNonNull(topics.get(record.topic()), record.topic());
    return StoresTopic.isMisplaced(record, topic.partitions());
  }

  /** Returns where the topics end now, with what open transactions have written. */
  Map<TopicPartition, Long> ends() {
    return kafka.endOffsets(topics.keySet());
  }

  /**
   * Checks that the topics are still there. Cheap.
   *
   * @throws LostException if one is gone or was exchanged
   * @throws CommandFailedException if Kafka does not answer
   */
  void requireSameTopics() {
    Map<String, TopicIdentity> now = kafka.describe(TOPICS);
    topics.forEach(
        (name, before) -> {
          TopicIdentity topic = now.get(name);
          // Brokers learn of topics one after the other, so one that does not know it proves
          // nothing.
          boolean absentOnce = topic == null && missed.add(name);
          if (!absentOnce && (topic == null || !topic.id().equals(before.id()))) {
            throw new LostException(
                "topic %s was deleted or recreated during this rebuild".formatted(name));
          }
          if (topic != null) {
            missed.remove(name);
            if (topic.partitions() != before.partitions()) {
              throw new LostException(
                  "partitions were added to topic %s during this rebuild: run it again"
                      .formatted(name));
            }
          }
        });
  }

  /**
   * Checks that the tables are still there. For DynamoDB Local this is a lot of work, as it counts
   * all items each time.
   *
   * @throws LostException if one was exchanged
   * @throws CommandFailedException if one is gone, or DynamoDB does not answer
   */
  void requireSameTables() {
    tables.forEach(
        (setup, table) -> {
          if (!setup.requireExists().createdAt().equals(table.createdAt())) {
            throw new LostException(
                "table %s was deleted and recreated during this rebuild: run it again"
                    .formatted(setup.table()));
          }
        });
  }

  /** Checks the tables as {@link #requireSameTables}, unless the last check was just before. */
  void requireSameTablesIfDue() {
    Instant now = Instant.now();
    if (now.isAfter(nextTableCheck)) {
      nextTableCheck = now.plus(tableCheckInterval);
      requireSameTables();
    }
  }

  /** A topic or a table of a rebuild is not the one any more that it was. */
  static final class LostException extends CommandFailedException {

    private static final long serialVersionUID = 1;

    LostException(String message) {
      super(message);
    }
  }
}
