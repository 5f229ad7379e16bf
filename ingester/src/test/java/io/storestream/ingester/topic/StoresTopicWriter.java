package io.storestream.ingester.topic;

import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.model.AcceptedState;
import io.storestream.model.LocationCount;
import io.storestream.model.LocationCountCodec;
import io.storestream.model.Store;
import io.storestream.model.StoreCodec;
import io.storestream.model.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the topics of stores and of counts as an ingester would, in transactions. For one thread.
 */
public final class StoresTopicWriter implements AutoCloseable {

  private final KafkaProducer<byte[], byte[]> producer;

  public StoresTopicWriter(KafkaOptions kafka) {
    Map<String, Object> config = kafka.clientConfig();
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, UUID.randomUUID().toString());
    producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    producer.initTransactions();
  }

  /** Creates the topics; nothing in them is compacted away for as long as a test takes. */
  public static void createTopics(KafkaAdmin admin, int partitions) {
    Map<String, String> config =
        Map.of("cleanup.policy", "compact", "min.compaction.lag.ms", Long.toString(Long.MAX_VALUE));
    admin.createTopics(
        Map.of(Topics.STORES, partitions, Topics.LOCATION_COUNTS, partitions),
        Map.of(Topics.STORES, config, Topics.LOCATION_COUNTS, config));
  }

  /** Writes states, all in one transaction. */
  public void write(List<AcceptedState> states) {
    producer.beginTransaction();
    states.forEach(state -> add(record(null, state)));
    producer.commitTransaction();
  }

  /** Writes counts, all in one transaction. */
  public void writeCounts(List<LocationCount> counts) {
    producer.beginTransaction();
    counts.forEach(count -> add(record(null, count)));
    producer.commitTransaction();
  }

  /** Writes a state where its key may not belong. */
  public void writeTo(int partition, AcceptedState state) {
    send(record(partition, state));
  }

  /** Writes a count where its key may not belong. */
  public void writeTo(int partition, LocationCount count) {
    send(record(partition, count));
  }

  /** Writes a state behind which no reader of committed records comes until it is released. */
  public void hold(AcceptedState state) {
    producer.beginTransaction();
    add(record(null, state));
    producer.flush();
  }

  /** Commits what is held. */
  public void release() {
    producer.commitTransaction();
  }

  /** Writes whatever it is. */
  public void send(ProducerRecord<byte[], byte[]> record) {
    producer.beginTransaction();
    add(record);
    producer.commitTransaction();
  }

  private void add(ProducerRecord<byte[], byte[]> record) {
    Future<RecordMetadata> unused = producer.send(record); // the commit fails if this does
  }

  private static ProducerRecord<byte[], byte[]> record(
      @Nullable Integer partition, AcceptedState accepted) {
    Store store = accepted.state().store();
    return new ProducerRecord<>(
        Topics.STORES,
        partition,
        accepted.acceptedAt().toEpochMilli(),
        accepted.storeNumber().getBytes(StandardCharsets.UTF_8),
        store == null ? null : StoreCodec.encode(store),
        VersionHeader.of(accepted.state().version()));
  }

  private static ProducerRecord<byte[], byte[]> record(
      @Nullable Integer partition, LocationCount count) {
    return new ProducerRecord<>(
        Topics.LOCATION_COUNTS,
        partition,
        null,
        count.location().path().getBytes(StandardCharsets.UTF_8),
        LocationCountCodec.encode(count),
        VersionHeader.of(count.version()));
  }

  @Override
  public void close() {
    producer.close();
  }
}
