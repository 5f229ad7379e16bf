package io.storestream.producer.live;

import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.TopicReader;
import io.storestream.kafka.Topics;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads the records of {@link Topics#STORES} up to one moment, as often as asked. */
final class StoresReader {

  private final KafkaOptions kafka;
  private final Map<TopicPartition, Long> starts;
  private final Map<TopicPartition, Long> ends;

  /**
   * Reads the offsets.
   *
   * @throws io.storestream.cli.CommandFailedException if the topic can't be read
   */
  StoresReader(KafkaOptions kafka) {
    this.kafka = kafka;
    try (KafkaAdmin admin = KafkaAdmin.connect(kafka)) {
      starts = admin.startOffsets(Topics.STORES);
      ends = admin.endOffsets(Topics.STORES);
    }
  }

  /**
   * Reads all committed records, and possibly a few later ones.
   *
   * @throws io.storestream.cli.CommandFailedException if the topic can't be read
   */
  void forEach(Consumer<ConsumerRecord<byte[], byte[]>> records) {
    try (TopicReader reader = TopicReader.open(kafka)) {
      reader.seek(starts);
      reader.readTo(ends, records);
    }
  }
}
