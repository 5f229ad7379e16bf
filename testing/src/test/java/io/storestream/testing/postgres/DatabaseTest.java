package io.storestream.testing.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.fixtures.Rounds;
import io.storestream.kafka.ConsumerLag;
import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.Topics;
import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.localstack.EmbeddedKafka;
import io.storestream.localstack.SharedBackends;
import io.storestream.testing.model.CommittedRecords;
import io.storestream.testing.process.IngesterProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/**
 * Whatever happens to the rows of a real database, and to the programs on the way, the table has
 * the same stores in the end.
 */
@Tag("faults")
class DatabaseTest {

  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final int PARTITIONS = 4;

  /** Of rows, while programs are killed. */
  private static final int CHANGES = Rounds.of(8_000, 20_000);

  /** So that a kill is detected soon. */
  private static final String CLIENT_CONFIG =
      "session.timeout.ms=3000\nheartbeat.interval.ms=500\n";

  @TempDir private Path directory = Path.of("");

  private final EmbeddedKafka kafka = SharedBackends.kafka();
  private final EmbeddedDynamoDb server = SharedBackends.dynamoDb();
  private final KafkaOptions kafkaOptions = KafkaOptions.of(kafka.bootstrapServers());
  private final KafkaAdmin admin = KafkaAdmin.connect(kafkaOptions);
  private final DynamoDbAsyncClient dynamoDb =
      DynamoDbClients.forReading(DynamoDbEndpoint.local(server.endpoint()), 2);
  private final StoreDatabase database = StoreDatabase.start();

  DatabaseTest() throws SQLException {}

  @BeforeEach
  void createTopic() {
    admin.createTopics(Map.of(Topics.STORE_CHANGES, PARTITIONS), Map.of());
  }

  @AfterEach
  void stop() {
    database.close();
    dynamoDb.close();
    admin.close();
  }

  /** In Avro, as a real converter writes it, with decimals in bytes. */
  @Test
  void shouldEqualTheDatabaseBehindASchemaRegistry() throws Exception {
    try (ApicurioRegistry registry = ApicurioRegistry.start();
        ConnectorProcess connector = connector(inAvro(registry));
        IngesterProcess ingester =
            ingester("--schema-registry", registry.compatibleUrl().toString());
        RowChanges rows = new RowChanges(database, 21, 50)) {
      rows.applyUpTo(200);
      connector.start();
      ingester.start();
      rows.applyUpTo(500);

      requireNoDifferences(ingester);
    }
  }

  private static Map<String, String> inAvro(ApicurioRegistry registry) {
    Map<String, String> settings = new HashMap<>(registry.converterSettings());
    settings.put("decimal.handling.mode", "precise");
    return settings;
  }

  @Test
  void shouldEqualTheDatabaseThoughProgramsAreKilled() throws Exception {
    try (ConnectorProcess connector = connector(Map.of());
        IngesterProcess ingester = ingester();
        RowChanges rows = new RowChanges(database, 20, percent(15))) {
      rows.applyUpTo(percent(20));
      connector.start();
      ingester.start();
      rows.applyUpTo(percent(40)); // during the snapshot
      String snapshot = database.position();

      awaitWritten(500);
      ingester.kill();
      rows.applyUpTo(percent(55));
      ingester.start();

      await().atMost(TIMEOUT).until(() -> database.isConfirmed(snapshot));
      rows.applyUpTo(percent(65));
      connector.kill();
      rows.applyUpTo(percent(75));
      connector.start();

      rows.applyUpTo(percent(90));
      ingester.kill();
      rows.applyUpTo(percent(100));
      ingester.start();

      assertThat(rows.count()).isGreaterThanOrEqualTo(CHANGES);
      requireNoDifferences(ingester);
    }
  }

  private static int percent(int ofChanges) {
    return CHANGES * ofChanges / 100;
  }

  private void requireNoDifferences(IngesterProcess ingester) throws Exception {
    database.execute("INSERT INTO stores (store_number, country) VALUES ('last', 'US')");
    await()
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptionsMatching(DatabaseTest::isWithoutTable)
        .untilAsserted(
            () -> {
              assertThat(ingester.isAlive()).as("see %s", ingester.log()).isTrue();
              assertThat(TableDifferences.of(database, dynamoDb)).isEmpty();
            });

    // Nothing is left that could still change the table.
    ConsumerLag lag =
        new ConsumerLag(admin, InternalTopics.DEFAULT_APPLICATION_ID, Topics.STORE_CHANGES);
    await().atMost(TIMEOUT).until(() -> lag.isZero() && sum(ingester, "storestream_pending") == 0);
    assertThat(TableDifferences.of(database, dynamoDb)).isEmpty();
    assertThat(CommittedRecords.count(kafkaOptions, Topics.deadLetterTopicOf(Topics.STORE_CHANGES)))
        .isZero();
  }

  private void awaitWritten(int items) {
    await()
        .atMost(TIMEOUT)
        .ignoreExceptionsMatching(DatabaseTest::isWithoutTable)
        .until(
            () ->
                dynamoDb.scan(scan -> scan.tableName(StoresTable.DEFAULT_NAME)).join().count()
                    >= items);
  }

  private static boolean isWithoutTable(Throwable e) {
    return e instanceof CompletionException && e.getCause() instanceof ResourceNotFoundException;
  }

  private static double sum(IngesterProcess ingester, String metric) {
    return ingester.scrape().map(it -> it.sum(metric)).orElse(Double.NaN);
  }

  private ConnectorProcess connector(Map<String, String> changes) throws IOException {
    return ConnectorProcess.of(kafka, database, directory.resolve("connector"), changes);
  }

  private IngesterProcess ingester(String... options) throws IOException {
    Path config = Files.writeString(directory.resolve("kafka.properties"), CLIENT_CONFIG);
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--bootstrap-servers", kafka.bootstrapServers()));
    all.addAll(List.of("--kafka-config", config.toString()));
    all.addAll(List.of("--partitions", Integer.toString(PARTITIONS), "--threads", "1"));
    return new IngesterProcess(server.endpoint(), directory.resolve("ingester"), all);
  }
}
