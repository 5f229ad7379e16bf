package io.storestream.testing.model;

import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.TopicReader;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** All committed records of a topic, from its start to its end. */
public final class CommittedRecords {

  private CommittedRecords() {}

  /** Returns how many there are. */
  public static long count(KafkaOptions kafka, String topic) {
    long[] records = new long[1];
    forEach(kafka, topic, entry -> records[0]++);
    return records[0];
  }

  /**
   * Reads the records up to the present end, or slightly beyond, in the order of each partition.
   *
   * @throws io.storestream.cli.CommandFailedException if the topic can't be read
   */
  static void forEach(
      KafkaOptions kafka, String topic, Consumer<ConsumerRecord<byte[], byte[]>> consumer) {
    try (KafkaAdmin admin = KafkaAdmin.connect(kafka);
        TopicReader reader = TopicReader.open(kafka)) {
      reader.seek(admin.startOffsets(topic));
      reader.readTo(admin.endOffsets(topic), consumer);
    }
  }
}
