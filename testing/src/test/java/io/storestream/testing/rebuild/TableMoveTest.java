package io.storestream.testing.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.storestream.cli.StopSignal;
import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.item.CountItems;
import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.ingester.IngesterSettings;
import io.storestream.ingester.command.Ingester;
import io.storestream.kafka.KafkaOptions;
import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.localstack.EmbeddedKafka;
import io.storestream.localstack.SharedBackends;
import io.storestream.maintenance.rebuild.Rebuild;
import io.storestream.maintenance.rebuild.RebuildReport;
import io.storestream.maintenance.rebuild.RebuildSettings;
import io.storestream.maintenance.verify.TableVerification;
import io.storestream.maintenance.verify.VerifyReport;
import io.storestream.maintenance.verify.VerifySettings;
import io.storestream.model.Location;
import io.storestream.queryapi.QueryApi;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;

/** The steps of docs/guides/rebuild-and-verify.md for moving to another table without a gap. */
@Tag("faults")
class TableMoveTest {

  private static final String OLD = "OldStores";
  private static final String NEW = "NewStores";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @TempDir private Path stateDir = Path.of("");

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final EmbeddedKafka kafka = SharedBackends.kafka();
  private final KafkaOptions kafkaOptions = KafkaOptions.of(kafka.bootstrapServers());
  private final EmbeddedDynamoDb dynamoDb = SharedBackends.dynamoDb();
  private final DynamoDbEndpoint endpoint = DynamoDbEndpoint.local(dynamoDb.endpoint());
  private final DynamoDbAsyncClient client = DynamoDbClients.forReading(endpoint, 8);

  @AfterEach
  void stopAll() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
    client.close();
  }

  @Test
  void shouldMoveReadersAndTheWriterWithNoWrongAndNoMissingAnswer() throws Exception {
    Ingester old = opened(ingester(OLD));
    QueryApi oldApi = opened(api(OLD));
    QueryApi newApi = opened(api(NEW));
    StopSignal stopFollowing = opened(StopSignal.install());
    Generations generations = new Generations(kafka.bootstrapServers(), client, List.of(OLD));
    WatchfulReader reader = new WatchfulReader(generations, url(oldApi));
    generations.start();
    generations.awaitMore(2);
    await().atMost(TIMEOUT).until(() -> isCounted(OLD)); // a moment after the stores
    reader.start();

    // 1. Fill the new table, and keep it current.
    CountDownLatch caughtUp = new CountDownLatch(1);
    CompletableFuture<RebuildReport> following =
        CompletableFuture.supplyAsync(
            () ->
                new Rebuild(kafkaOptions, endpoint, follow(NEW))
                    .run(stopFollowing, report -> caughtUp.countDown()));
    await().atMost(TIMEOUT).until(() -> caughtUp.getCount() == 0 || following.isDone());
    generations.countIn(OLD, NEW);
    generations.awaitMore(2);

    // 2. Prove the new table right.
    assertThat(verify(NEW).isClean()).isTrue();

    // 3. Move the readers.
    reader.moveTo(url(newApi));
    generations.awaitMore(3);

    // 4. Move the writer.
    generations.countIn(NEW);
    old.close();
    Ingester moved = opened(ingester(NEW));
    generations.awaitMore(3);

    // 5. Stop following, and drop the old table.
    stopFollowing.request();
    assertThat(following.join().isComplete()).isTrue();
    client.deleteTable(request -> request.tableName(OLD)).join();
    generations.awaitMore(3);

    reader.stop();
    generations.stop();
    assertThat(reader.faults()).isEmpty();
    assertThat(reader.answers()).isGreaterThan(100);
    assertThat(moved.failure()).isNotDone();
    await().atMost(TIMEOUT).until(moved::isCaughtUp);
    VerifyReport verified = verify(NEW);
    assertThat(verified.isClean()).isTrue(); // the counts as well
    assertThat(verified.stores().equal()).isEqualTo(Generations.STORES);
  }

  private VerifyReport verify(String table) {
    VerifySettings settings = new VerifySettings(table, "move", 2, 10);
    try (StopSignal never = StopSignal.install();
        TableVerification verification =
            TableVerification.open(settings, kafkaOptions, endpoint, never)) {
      return verification.verify();
    }
  }

  private boolean isCounted(String table) {
    GetItemResponse answer =
        client
            .getItem(
                request ->
                    request
                        .tableName(CountsTable.nameFor(table))
                        .key(CountItems.key(new Location(List.of("US"))))
                        .consistentRead(true))
            .join();
    return answer.hasItem() && CountItems.fromItem(answer.item()).count() == Generations.STORES;
  }

  private <T extends AutoCloseable> T opened(T part) {
    opened.push(part);
    return part;
  }

  private Ingester ingester(String table) {
    return Ingester.start(
        IngesterSettings.builder()
            .applicationId("move")
            .partitions(2)
            .threads(1)
            .stateDir(stateDir)
            .table(table)
            .maxInFlight(8)
            .build(),
        kafkaOptions,
        endpoint,
        new SimpleMeterRegistry());
  }

  private QueryApi api(String table) {
    QueryApi api =
        new QueryApi(client, table, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    api.start(QueryApi.DEFAULT_HOST, 0);
    return api;
  }

  private static String url(QueryApi api) {
    return "http://localhost:" + api.port();
  }

  private static RebuildSettings follow(String table) {
    return new RebuildSettings(table, new Billing.OnDemand(), true, false, true, false, 8);
  }
}
