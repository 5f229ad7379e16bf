package io.storestream.ingester.topology;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.storestream.dynamodb.writer.DynamoDbWriter;
import io.storestream.fixtures.FakeDynamoDb;
import io.storestream.ingester.IngestMetrics;
import io.storestream.ingester.IngesterSettings;
import io.storestream.ingester.command.StreamsSettings;
import io.storestream.ingester.outbox.TableWriters;
import io.storestream.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;

/**
 * The production topology with the production configuration, driven by hand, and two tables that
 * say nothing until the test answers. Counts do not linger.
 */
public final class DrivenTopology implements AutoCloseable {

  static final int MAX_DEAD_LETTER_BYTES = 2 * 1024 * 1024;
  static final Uuid TOPIC_ID = new Uuid(17, 18);

  private final FakeDynamoDb storesTable = new FakeDynamoDb();
  private final FakeDynamoDb countsTable = new FakeDynamoDb();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final TableWriters writers =
      new TableWriters(
          DynamoDbWriter.ofStores(storesTable, "table", 100, registry),
          DynamoDbWriter.ofCounts(countsTable, "tableCounts", 100, Duration.ZERO, registry));
  private final TopologyTestDriver driver;

  public DrivenTopology(Path stateDir, Instant now) {
    IngesterSettings settings = settings(stateDir);
    writers.start();
    Properties config = new Properties();
    config.putAll(
        StreamsSettings.create(
            settings,
            stateDir,
            MAX_DEAD_LETTER_BYTES,
            Map.of(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092")));
    driver =
        new TopologyTestDriver(
            StoreTopology.create(
                settings.topic(),
                TOPIC_ID,
                3,
                3,
                new TopologyLimits(settings.maxAhead(), MAX_DEAD_LETTER_BYTES),
                writers,
                new IngestMetrics(registry)),
            config,
            now);
  }

  private static IngesterSettings settings(Path stateDir) {
    return IngesterSettings.builder()
        .partitions(3)
        .threads(1)
        .stateDir(stateDir)
        .table("table")
        .maxInFlight(100)
        .build();
  }

  FakeDynamoDb storesTable() {
    return storesTable;
  }

  public FakeDynamoDb countsTable() {
    return countsTable;
  }

  SimpleMeterRegistry registry() {
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
