package io.storestream.ingester.rebuild;

import io.storestream.cli.CommandFailedException;
import io.storestream.ingester.topic.StoresTopic;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.TopicIdentity;
import io.storestream.model.Topics;
import io.storestream.table.ReadyTable;
import io.storestream.table.TableSetup;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * The topics and the tables of a rebuild, which should stay the same ones while it runs: another
 * topic or table of the same name would be filled in part, and nobody would know.
 */
final class Sources {

  private static final List<String> TOPICS = List.of(Topics.STORES, Topics.LOCATION_COUNTS);

  private final KafkaAdmin kafka;
  private final StoresTopic stores;
  private final Map<String, TopicIdentity> topics;
  private final Map<TableSetup, ReadyTable> tables;

  /**
   * @param tables as they were at the beginning
   */
  Sources(KafkaAdmin kafka, StoresTopic stores, Map<TableSetup, ReadyTable> tables) {
    this.kafka = kafka;
    this.stores = stores;
    this.topics = kafka.describe(TOPICS);
    this.tables = Map.copyOf(tables);
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

  /** Returns where the topics end now, with what open transactions have written. */
  Map<TopicPartition, Long> ends() {
    return kafka.endOffsets(topics.keySet());
  }

  /**
   * Checks that the topics are still there. Cheap.
   *
   * @throws CommandFailedException if one is gone or was exchanged
   */
  void requireSameTopics() {
    Map<String, TopicIdentity> now = kafka.describe(TOPICS);
    topics.forEach(
        (name, before) -> {
          TopicIdentity topic = now.get(name);
          if (topic == null || !topic.id().equals(before.id())) {
            throw new CommandFailedException(
                "topic %s was deleted or created anew under this rebuild".formatted(name));
          }
        });
  }

  /**
   * Checks that the tables are still there. For DynamoDB Local this is a lot of work, as it counts
   * all items each time.
   *
   * @throws CommandFailedException if one is gone or was exchanged
   */
  void requireSameTables() {
    tables.forEach(
        (setup, table) -> {
          if (!setup.requireExists().createdAt().equals(table.createdAt())) {
            throw new CommandFailedException(
                "the table was deleted and created anew under this rebuild: run it again");
          }
        });
  }
}
