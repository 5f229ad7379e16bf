package io.storestream.ingester.topology;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.storestream.dynamodb.writer.DynamoDbWriter;
import io.storestream.fixtures.FakeDynamoDb;
import io.storestream.formats.record.ChangeDecoders;
import io.storestream.formats.record.registry.SchemaRegistry;
import io.storestream.ingester.IngestMetrics;
import io.storestream.ingester.IngesterSettings;
import io.storestream.ingester.command.StreamsSettings;
import io.storestream.ingester.outbox.Outbox;
import io.storestream.ingester.outbox.TableWriters;
import io.storestream.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;

/**
 * The production topology with the production configuration, driven by hand, and two tables that
 * say nothing until the test answers. Counts do not linger, and their changes are sent at once.
 */
public final class DrivenTopology implements AutoCloseable {

  static final int MAX_DEAD_LETTER_BYTES = 2 * 1024 * 1024;
  static final Uuid TOPIC_ID = new Uuid(17, 18);

  /** Room for some states and not for all. */
  private static final long STATE_CACHE_BYTES = 1_000;

  /** Of the internal topics; the driver has only the first of them. */
  public static final int PARTITIONS = 3;

  private final FakeDynamoDb storesTable = new FakeDynamoDb();
  private final FakeDynamoDb countsTable = new FakeDynamoDb();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final IngestMetrics metrics = new IngestMetrics(registry);
  private final TableWriters writers =
      new TableWriters(
          DynamoDbWriter.ofStores(storesTable, "table", 100, registry),
          DynamoDbWriter.ofCounts(countsTable, "tableCounts", 100, Duration.ZERO, registry));
  private final IngesterSettings settings;
  private final Path stateDir;
  private final int topicPartitions;
  private final Duration deltaInterval;
  private TopologyTestDriver driver;

  /** Starts a topology for a change topic of as many partitions as the internal topics. */
  public DrivenTopology(Path stateDir, Instant now) {
    this(stateDir, now, PARTITIONS);
  }

  /** Starts a topology of other settings. */
  public DrivenTopology(
      Path stateDir, Instant now, UnaryOperator<IngesterSettings.Builder> others) {
    this(stateDir, now, PARTITIONS, Duration.ZERO, others);
  }

  /** Starts a topology that adds up the changes of counts for a while. */
  public DrivenTopology(Path stateDir, Instant now, Duration deltaInterval) {
    this(stateDir, now, PARTITIONS, deltaInterval, it -> it);
  }

  /**
   * Starts a topology.
   *
   * @param topicPartitions as many as the change topic is to have; if not {@link #PARTITIONS}, all
   *     events pass through the repartition topic
   */
  public DrivenTopology(Path stateDir, Instant now, int topicPartitions) {
    this(stateDir, now, topicPartitions, Duration.ZERO, it -> it);
  }

  private DrivenTopology(
      Path stateDir,
      Instant now,
      int topicPartitions,
      Duration deltaInterval,
      UnaryOperator<IngesterSettings.Builder> others) {
    this.deltaInterval = deltaInterval;
    this.settings = others.apply(settings(stateDir)).build();
    this.stateDir = stateDir;
    this.topicPartitions = topicPartitions;
    writers.start();
    driver = driver(TOPIC_ID, now, STATE_CACHE_BYTES);
  }

  /**
   * Begins again at the start of the change topic, with the states as they are, as when the group's
   * positions are lost.
   *
   * @param topicId another one if the topic was created anew
   */
  void readAgain(Uuid topicId, Instant now) {
    List<KeyValue<String, StoreState>> states = all(ChangeProcessor.STORE_STATES);
    List<KeyValue<String, Long>> applied = all(ChangeProcessor.APPLIED_CHANGES);
    driver.close();
    driver = driver(topicId, now, 0); // the states follow when they are loaded
    driver.<String, StoreState>getKeyValueStore(ChangeProcessor.STORE_STATES).putAll(states);
    driver.<String, Long>getKeyValueStore(ChangeProcessor.APPLIED_CHANGES).putAll(applied);
  }

  /** Returns an event of a store in the US. */
  static String upsert(String storeNumber, String updatedAt, String name) {
    return ("{\"type\":\"UPSERT\",\"storeNumber\":\"%s\",\"updatedAt\":\"%s\","
            + "\"store\":{\"storeName\":\"%s\",\"country\":\"US\"}}")
        .formatted(storeNumber, updatedAt, name);
  }

  /** Returns the positions of the only task. */
  AppliedChanges applied() {
    return new AppliedChanges(driver.getKeyValueStore(ChangeProcessor.APPLIED_CHANGES));
  }

  /** Returns the entries of a state store. */
  <V> List<KeyValue<String, V>> all(String store) {
    List<KeyValue<String, V>> entries = new ArrayList<>();
    try (KeyValueIterator<String, V> all = driver.<String, V>getKeyValueStore(store).all()) {
      all.forEachRemaining(entries::add);
    }
    return entries;
  }

  /** Returns the stores and versions whose write is not acknowledged, as {@code number@version}. */
  List<String> pending() {
    long first = applied().firstPending();
    List<String> pending = new ArrayList<>();
    new StoreStates(driver.getKeyValueStore(ChangeProcessor.STORE_STATES), 0)
        .load(
            (storeNumber, state) -> {
              StoreState.LastWrite write = state.lastWrite();
              if (write != null && write.sequence() >= first) {
                pending.add(storeNumber + "@" + write.version().number());
              }
            });
    return pending;
  }

  /** Lets the wall clock run on until the outbox is empty. */
  void awaitPending() {
    await()
        .until(
            () -> {
              driver.advanceWallClockTime(Outbox.DRAIN_INTERVAL);
              return pending().isEmpty();
            });
  }

  /** Returns how many events were accepted, duplicate, stale and dead-lettered. */
  List<Integer> fates() {
    return Stream.of("accepted", "duplicate", "stale", "dead-lettered")
        .map(it -> (int) registry.get("storestream.events").tag("fate", it).counter().count())
        .toList();
  }

  private TopologyTestDriver driver(Uuid topicId, Instant now, long stateCacheBytes) {
    Properties config = new Properties();
    config.putAll(
        StreamsSettings.create(
            settings,
            PARTITIONS,
            stateDir,
            MAX_DEAD_LETTER_BYTES,
            Map.of(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092")));
    return new TopologyTestDriver(
        StoreTopology.create(
            settings.topic(),
            topicId,
            PARTITIONS,
            topicPartitions == PARTITIONS,
            ChangeDecoders.of(
                settings.formats(),
                settings.mapping(),
                settings.epoch(),
                settings.registry() == null ? null : new SchemaRegistry(settings.registry())),
            new TopologyOptions(
                settings.maxAhead(),
                MAX_DEAD_LETTER_BYTES,
                settings.epoch(),
                settings.geo(),
                deltaInterval,
                settings.commitInterval(),
                stateCacheBytes),
            writers,
            metrics),
        config,
        now);
  }

  private static IngesterSettings.Builder settings(Path stateDir) {
    return IngesterSettings.builder()
        .partitions(PARTITIONS)
        .threads(1)
        .stateDir(stateDir)
        .table("table")
        .maxInFlight(100);
  }

  FakeDynamoDb storesTable() {
    return storesTable;
  }

  public FakeDynamoDb countsTable() {
    return countsTable;
  }

  public SimpleMeterRegistry registry() {
    return registry;
  }

  public TopologyTestDriver driver() {
    return driver;
  }

  /** Returns the topic of change events. */
  public TestInputTopic<byte[], byte[]> changes() {
    return driver.createInputTopic(
        Topics.STORE_CHANGES, new ByteArraySerializer(), new ByteArraySerializer());
  }

  public TestOutputTopic<byte[], byte[]> output(String topic) {
    return driver.createOutputTopic(
        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public void close() {
    driver.close();
    storesTable.close();
    countsTable.close();
    writers.close();
  }
}
