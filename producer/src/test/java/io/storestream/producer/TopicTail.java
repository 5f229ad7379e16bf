package io.storestream.producer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the new records of a topic of one partition at each call. Not thread-safe. */
public final class TopicTail implements AutoCloseable {

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final TopicPartition partition;

  TopicTail(Map<String, Object> config, String topic) {
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    Map<String, Object> impatient = new HashMap<>(config);
    // A broker answers the requests of a connection in turn, and a waiting fetch delays the others.
    impatient.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 1);
    consumer = new KafkaConsumer<>(impatient, bytes, bytes);
    partition = new TopicPartition(topic, 0);
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
  }

  /** Returns all records that were added since the last call, or since the beginning. */
  public List<ConsumerRecord<byte[], byte[]>> more() {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    while (consumer.position(partition) < end) {
      consumer.poll(Duration.ofMillis(100)).forEach(records::add);
    }
    return records;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
