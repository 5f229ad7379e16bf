package io.storestream.ingester.rebuild;

import io.storestream.cli.CommandFailedException;
import io.storestream.ingester.topic.StoresTopic;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.model.Topics;
import io.storestream.table.ReadyTable;
import io.storestream.table.TableSetup;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * The topic and the table of a rebuild, which should stay the same ones while it runs: another
 * topic or table of the same name would be filled in part, and nobody would know.
 */
record Sources(KafkaAdmin kafka, StoresTopic topic, TableSetup setup, ReadyTable table) {

  /** Returns where the topic ends now, with what open transactions have written. */
  Map<TopicPartition, Long> ends() {
    return kafka.endOffsets(Topics.STORES);
  }

  /**
   * Checks that the topic is still there. Cheap.
   *
   * @throws CommandFailedException if it is gone or was exchanged
   */
  void requireSameTopic() {
    if (!kafka.topicId(Topics.STORES).filter(topic.id()::equals).isPresent()) {
      throw new CommandFailedException(
          "topic %s was deleted or created anew under this rebuild".formatted(Topics.STORES));
    }
  }

  /**
   * Checks that the table is still there. For DynamoDB Local this is a lot of work, as it counts
   * all items each time.
   *
   * @throws CommandFailedException if it is gone or was exchanged
   */
  void requireSameTable() {
    if (!setup.requireExists().createdAt().equals(table.createdAt())) {
      throw new CommandFailedException(
          "the table was deleted and created anew under this rebuild: run it again");
    }
  }
}
