package io.storestream.localstack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Simple clients that show the behavior of a node. Topics have one partition. */
final class KafkaProbe {
  private static final Duration POLL = Duration.ofMillis(100);

  private final Map<String, Object> node;

  KafkaProbe(EmbeddedKafka kafka) {
    this.node = Map.of("bootstrap.servers", kafka.bootstrapServers());
  }

  Admin admin() {
    return Admin.create(node);
  }

  void createTopic(String topic) throws Exception {
    try (Admin admin = admin()) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
  }

  KafkaProducer<String, String> producer() {
    return new KafkaProducer<>(node, new StringSerializer(), new StringSerializer());
  }

  static ProducerRecord<String, String> event(String topic, String value) {
    return new ProducerRecord<>(topic, value);
  }

  /** Writes one record in a transaction that is committed or aborted. */
  void produce(String topic, boolean commit, String value) throws Exception {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            String.valueOf(node.get("bootstrap.servers")),
            "transactional.id",
            "probe");
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(event(topic, value)).get();
      if (commit) {
        producer.commitTransaction();
      } else {
        producer.abortTransaction();
      }
    }
  }

  /**
   * Returns all committed values from the beginning of the topic to its present end, in order.
   *
   * <p>The end includes uncommitted records: a commit returns before its markers are in the topic,
   * and until then a reader of committed records sees an earlier end.
   */
  List<String> readCommitted(String topic) throws Exception {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            String.valueOf(node.get("bootstrap.servers")),
            "isolation.level",
            "read_committed");
    TopicPartition partition = new TopicPartition(topic, 0);
    long end;
    try (Admin admin = admin()) {
      end =
          admin
              .listOffsets(Map.of(partition, OffsetSpec.latest()))
              .partitionResult(partition)
              .get()
              .offset();
    }
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<String, String> read : consumer.poll(POLL)) {
          values.add(read.value());
        }
      }
    }
    return values;
  }
}
