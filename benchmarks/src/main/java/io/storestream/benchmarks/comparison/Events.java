package io.storestream.benchmarks.comparison;

import io.storestream.benchmarks.server.GeneratedStores;
import io.storestream.benchmarks.server.Workbench;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.model.Store;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import io.storestream.model.event.StoreChange;
import io.storestream.model.event.StoreChangeCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One event of each generated store, as {@code produce} would publish it. Immutable; the same
 * events can be published again.
 *
 * @param updatedAt time of all events
 * @param edition 1 for the stores as the file has them; the names of every other differ, so that
 *     each event changes its store
 */
public record Events(Instant updatedAt, int edition) {

  private static final int PARTITIONS = 4;
  private static final int LINGER_MS = 20;
  private static final int BATCH_BYTES = 256 * 1024;

  /** The longest that brokers allow by default. */
  private static final Duration TRANSACTION_TIMEOUT = Duration.ofMinutes(15);

  /** Returns events of now, with the stores as the file has them. */
  public static Events now() {
    return ofEdition(1);
  }

  /** Returns events of now, with another edition of the stores. */
  public static Events ofEdition(int edition) {
    return new Events(Instant.now().truncatedTo(ChronoUnit.MILLIS), edition);
  }

  /** Creates a topic. */
  public static void createTopic(Workbench bench, String topic) {
    try (KafkaAdmin admin = KafkaAdmin.connect(bench.kafka())) {
      admin.createTopics(Map.of(topic, PARTITIONS), Map.of(topic, Map.of()));
    }
  }

  /** Creates a topic with these events. */
  public void publishToNew(Workbench bench, String topic) {
    createTopic(bench, topic);
    publish(bench, topic);
  }

  /**
   * Publishes the events of all stores, as {@link #publish(Workbench, String, GeneratedStores)}.
   */
  public void publish(Workbench bench, String topic) {
    publish(bench, topic, bench.stores());
  }

  /** Publishes the events of some stores, as the other {@code publish} does. */
  public void publish(Workbench bench, String topic, GeneratedStores stores) {
    bench.report("publishing %,d events to topic %s".formatted(stores.count(), topic));
    publish(bench, stores, store -> new ProducerRecord<>(topic, key(store), value(store)));
  }

  /**
   * Publishes in one transaction, so that consumers of committed records receive all events at once
   * and do not compete with this process for the CPU.
   */
  public static void publish(
      Workbench bench,
      GeneratedStores stores,
      Function<Store, ProducerRecord<byte[], byte[]>> record) {
    ByteArraySerializer bytes = new ByteArraySerializer();
    Map<String, Object> config = config(bench.kafka());
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config, bytes, bytes)) {
      producer.initTransactions();
      producer.beginTransaction();
      stores.forEach(
          store -> {
            bench.requireNotStopped();
            Future<RecordMetadata> unused = // the commit fails if this does
                producer.send(record.apply(store));
          });
      producer.commitTransaction();
    }
  }

  private static Map<String, Object> config(KafkaOptions kafka) {
    Map<String, Object> config = kafka.clientConfig();
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, UUID.randomUUID().toString());
    config.put(
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Math.toIntExact(TRANSACTION_TIMEOUT.toMillis()));
    config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    return config;
  }

  /** Returns the key of the event of a store. */
  public static byte[] key(Store store) {
    return store.storeNumber().getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the event of a store. */
  public byte[] value(Store store) {
    Store content = edition == 1 ? store : rename(store);
    return StoreChangeCodec.encode(new StoreChange.Upsert(content, updatedAt));
  }

  private Store rename(Store store) {
    StoreBuilder builder = new StoreBuilder().storeNumber(store.storeNumber());
    for (StoreField field : StoreField.values()) {
      builder.set(field, field.textOf(store));
    }
    return builder.set(StoreField.STORE_NAME, store.storeName() + " " + edition).build();
  }
}
