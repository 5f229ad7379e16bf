package io.storestream.benchmarks.comparison;

import io.storestream.benchmarks.server.GeneratedStores;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.Topics;
import io.storestream.kafka.record.CountRecords;
import io.storestream.kafka.record.StoreRecords;
import io.storestream.kafka.record.StoreVersion;
import io.storestream.model.AcceptedState;
import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import io.storestream.model.Store;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Fills the topics of stores and of counts as ingesters do, but without events. */
final class TopicFiller {

  private static final int PARTITIONS = 6;
  private static final Map<String, String> COMPACTED =
      Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
  private static final int RECORDS_PER_TRANSACTION = 10_000;

  private static final Instant ACCEPTED = Instant.parse("2026-01-01T00:00:00Z");
  private static final Version VERSION = Version.firstAt(ACCEPTED);
  private static final Version COUNT_VERSION = new Version(1, 0);

  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<String, Long> locations = new HashMap<>();
  private int inTransaction;

  private TopicFiller(KafkaProducer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  /** Sends all stores and their counts. */
  static void fill(KafkaOptions kafka, GeneratedStores stores) {
    try (KafkaAdmin admin = KafkaAdmin.connect(kafka)) {
      admin.createTopics(
          Map.of(Topics.STORES, PARTITIONS, Topics.LOCATION_COUNTS, PARTITIONS),
          Map.of(Topics.STORES, COMPACTED, Topics.LOCATION_COUNTS, COMPACTED));
    }
    Map<String, Object> config = kafka.clientConfig();
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "benchmark");
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config, bytes, bytes)) {
      producer.initTransactions();
      producer.beginTransaction();
      TopicFiller filler = new TopicFiller(producer);
      stores.forEach(filler::send);
      filler.counts().forEach(filler::send);
      producer.commitTransaction();
    }
  }

  private void send(Store store) {
    VersionedStore state = new VersionedStore(store.storeNumber(), VERSION, store);
    Future<RecordMetadata> unused = // the commit fails if this does
        producer.send(StoreRecords.encode(new AcceptedState(state, ACCEPTED), null));
    locations.merge(StoreVersion.locationsOf(store, true), 1L, Long::sum);
    if (++inTransaction == RECORDS_PER_TRANSACTION) {
      inTransaction = 0;
      producer.commitTransaction();
      producer.beginTransaction();
    }
  }

  private List<LocationCount> counts() {
    Map<Location, Long> counts = new HashMap<>();
    locations.forEach(
        (lowest, stores) ->
            StoreVersion.parse(lowest).stream()
                .flatMap(it -> it.lineage().stream())
                .forEach(it -> counts.merge(it, stores, Long::sum)));
    return counts.entrySet().stream()
        .map(count -> new LocationCount(count.getKey(), count.getValue(), COUNT_VERSION))
        .toList();
  }

  private void send(LocationCount count) {
    Future<RecordMetadata> unused = // the commit fails if this does
        producer.send(CountRecords.encode(count, null, null));
  }
}
