package io.storestream.testing.maintenance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.storestream.cli.ExitCode;
import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.fixtures.CommandRun;
import io.storestream.ingester.IngesterSettings;
import io.storestream.ingester.command.Ingester;
import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.localstack.SharedBackends;
import io.storestream.maintenance.deadletter.DlqBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;

/** From the ingester to the dead-letter topic and back, on a real broker and DynamoDB Local. */
class DeadLetterEndToEndTest {

  private static final String NAME = "journey";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final DlqBroker broker = new DlqBroker();
  private final EmbeddedDynamoDb dynamoDb = SharedBackends.dynamoDb();
  private final DynamoDbEndpoint endpoint = DynamoDbEndpoint.local(dynamoDb.endpoint());
  private final DynamoDbAsyncClient client = DynamoDbClients.forReading(endpoint, 2);

  @TempDir private Path stateDir = Path.of("");

  @AfterEach
  void stop() {
    client.close();
    broker.close();
  }

  @Test
  void shouldTakeBackWhatHasBecomeGoodAndNothingElse() throws Exception {
    String inAnHour =
        Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS).toString();
    try (Ingester ingester = start(Duration.ofMinutes(5))) {
      addIndexOfNumbers("Brand");
      broker.send(
          event("no event"),
          event(upsert("early", inAnHour, "")),
          event(upsert("refused", "2017-02-01T00:00:00Z", "\"brand\":\"Starbucks\",")));
      await().atMost(TIMEOUT).until(() -> deadLettersOf(ingester) == 3);
    }
    assertThat(stores()).isEmpty();
    assertThat(broker.run("list", NAME).out())
        .contains("  original: journey/0@0 of ", "  value: no event\n")
        .contains("  reason: updatedAt " + inAnHour + " is more than PT5M ahead of the clock\n")
        .contains("  original: unknown of ", "  key: refused\n")
        .endsWith(
            "dead letters: 3\nnot redriven: 3\nFutureEvent: 1\nInvalidEvent: 1\nRejectedWrite: 1\n");

    removeIndex("Brand");
    try (Ingester ingester = start(Duration.ofDays(1))) {
      assertThat(broker.run("redrive", NAME))
          .isEqualTo(
              new CommandRun(
                  ExitCode.OK, "dead letters read: 3\nredriven: 3\nskipped: 0\nleft out: 0\n", ""));
      await().atMost(TIMEOUT).until(() -> deadLettersOf(ingester) == 4);
    }
    assertThat(stores()).containsExactly("early", "refused");
    assertThat(broker.run("list", NAME, "--exception=InvalidEvent").out())
        .containsOnlyOnce("InvalidEvent (redriven)\n")
        .endsWith("  value: no event\ndead letters: 2\nnot redriven: 1\nInvalidEvent: 2\n");
    assertThat(broker.run("redrive", NAME, "--dry-run").out())
        .isEqualTo("dead letters read: 1\nwould be redriven: 1\nskipped: 0\nleft out: 0\n");
  }

  private Ingester start(Duration maxAhead) {
    return Ingester.start(
        IngesterSettings.builder()
            .applicationId(NAME)
            .topic(NAME)
            .partitions(1)
            .threads(1)
            .stateDir(stateDir)
            .maxAhead(maxAhead)
            .table(NAME)
            .maxInFlight(4)
            .build(),
        broker.options(),
        endpoint,
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
  }

  /** Returns the number of dead letters once all events are processed, and -1 before. */
  private int deadLettersOf(Ingester ingester) {
    return ingester.isCaughtUp() ? broker.recordsOf(NAME + "-dlq").size() : -1;
  }

  /**
   * Adds an index that requires numbers: a store with this attribute, a text, can no longer be
   * written.
   */
  private void addIndexOfNumbers(String attribute) {
    AttributeDefinition number =
        AttributeDefinition.builder()
            .attributeName(attribute)
            .attributeType(ScalarAttributeType.N)
            .build();
    KeySchemaElement key =
        KeySchemaElement.builder().attributeName(attribute).keyType(KeyType.HASH).build();
    changeIndexes(
        GlobalSecondaryIndexUpdate.builder()
            .create(
                index ->
                    index
                        .indexName(attribute)
                        .keySchema(List.of(key))
                        .projection(it -> it.projectionType(ProjectionType.ALL)))
            .build(),
        List.of(number),
        Set.of(attribute + " ACTIVE", "StoreLocationIndex ACTIVE", "StoreCellIndex ACTIVE"));
  }

  private void removeIndex(String name) {
    changeIndexes(
        GlobalSecondaryIndexUpdate.builder().delete(index -> index.indexName(name)).build(),
        List.of(),
        Set.of("StoreLocationIndex ACTIVE", "StoreCellIndex ACTIVE"));
  }

  private void changeIndexes(
      GlobalSecondaryIndexUpdate update,
      List<AttributeDefinition> attributes,
      Set<String> expected) {
    UpdateTableRequest.Builder request =
        UpdateTableRequest.builder().tableName(NAME).globalSecondaryIndexUpdates(List.of(update));
    if (!attributes.isEmpty()) {
      request.attributeDefinitions(attributes);
    }
    client.updateTable(request.build()).join();
    await().atMost(TIMEOUT).until(() -> indexes().equals(expected));
  }

  private Set<String> indexes() {
    Set<String> indexes = new TreeSet<>();
    client
        .describeTable(request -> request.tableName(NAME))
        .join()
        .table()
        .globalSecondaryIndexes()
        .forEach(index -> indexes.add(index.indexName() + " " + index.indexStatus()));
    return indexes;
  }

  private Set<String> stores() {
    Set<String> stores = new TreeSet<>();
    client
        .scanPaginator(request -> request.tableName(NAME))
        .items()
        .subscribe(item -> stores.add(StoreItems.storeNumberOf(item)))
        .join();
    return stores;
  }

  private static ProducerRecord<byte[], byte[]> event(String value) {
    return new ProducerRecord<>(NAME, value.getBytes(UTF_8));
  }

  private static String upsert(String storeNumber, String updatedAt, String fields) {
    return "{\"type\":\"UPSERT\",\"storeNumber\":\"%s\",\"updatedAt\":\"%s\",\"store\":{%s\"country\":\"US\"}}"
        .formatted(storeNumber, updatedAt, fields);
  }
}
