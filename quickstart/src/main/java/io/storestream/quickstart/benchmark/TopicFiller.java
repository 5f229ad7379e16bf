package io.storestream.quickstart.benchmark;

import io.storestream.ingester.topic.VersionHeader;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.model.AcceptedState;
import io.storestream.model.Store;
import io.storestream.model.StoreCodec;
import io.storestream.model.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Fills the {@code stores} topic as ingesters do, but without events. */
final class TopicFiller {

  private static final int PARTITIONS = 6;
  private static final int RECORDS_PER_TRANSACTION = 10_000;

  private final KafkaProducer<byte[], byte[]> producer;
  private int inTransaction;

  private TopicFiller(KafkaProducer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  static void fill(KafkaOptions kafka, GeneratedStores stores) {
    try (KafkaAdmin admin = KafkaAdmin.connect(kafka)) {
      admin.createTopics(
          Map.of(Topics.STORES, PARTITIONS),
          Map.of(
              Topics.STORES,
              Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)));
    }
    Map<String, Object> config = kafka.clientConfig();
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "benchmark");
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config, bytes, bytes)) {
      producer.initTransactions();
      producer.beginTransaction();
      stores.forEach(new TopicFiller(producer)::send);
      producer.commitTransaction();
    }
  }

  private void send(AcceptedState accepted) {
    Store store = accepted.state().store();
    Future<RecordMetadata> unused = // the commit fails if this does
        producer.send(
            new ProducerRecord<>(
                Topics.STORES,
                null,
                accepted.acceptedAt().toEpochMilli(),
                accepted.storeNumber().getBytes(StandardCharsets.UTF_8),
                store == null ? null : StoreCodec.encode(store),
                VersionHeader.of(accepted.state().version())));
    if (++inTransaction == RECORDS_PER_TRANSACTION) {
      inTransaction = 0;
      producer.commitTransaction();
      producer.beginTransaction();
    }
  }
}
