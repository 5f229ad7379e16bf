package io.storestream.queryapi;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.model.VersionedStore;
import io.storestream.table.Billing;
import io.storestream.table.DynamoDbClients;
import io.storestream.table.DynamoDbEndpoint;
import io.storestream.table.StoreItems;
import io.storestream.table.TableSetup;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The API on a free port, over a table of its own in the one DynamoDB Local that all tests share.
 */
final class TestApi implements AutoCloseable {

  // Lives as long as the JVM: starting one takes longer than most tests.
  static final EmbeddedDynamoDb DYNAMO_DB = EmbeddedDynamoDb.start();

  static final DynamoDbAsyncClient CLIENT =
      DynamoDbClients.forReading(DynamoDbEndpoint.local(DYNAMO_DB.endpoint()), 50);

  private final String table;
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final QueryApi api;

  private TestApi(
      String table,
      DynamoDbAsyncClient dynamoDb,
      HttpSettings settings,
      ServerLimits limits,
      LongSupplier nanoTime) {
    this.table = table;
    this.api = new QueryApi(dynamoDb, table, metrics, settings, limits, nanoTime);
    api.start("127.0.0.1", 0);
  }

  /** Starts over a new, empty table. */
  static TestApi over(String table) {
    return over(table, HttpSettings.DEFAULT);
  }

  /** Starts over a new, empty table. */
  static TestApi over(String table, HttpSettings settings) {
    return over(table, settings, System::nanoTime);
  }

  /** Starts over a new, empty table. */
  static TestApi over(String table, HttpSettings settings, LongSupplier nanoTime) {
    TableSetup.ofStores(CLIENT, table).ensure(new Billing.OnDemand());
    return new TestApi(table, CLIENT, settings, ServerLimits.DEFAULT, nanoTime);
  }

  /** Starts over whatever the client says. */
  static TestApi over(String table, DynamoDbAsyncClient dynamoDb) {
    return over(table, dynamoDb, ServerLimits.DEFAULT);
  }

  /** Starts over whatever the client says. */
  static TestApi over(String table, DynamoDbAsyncClient dynamoDb, ServerLimits limits) {
    return new TestApi(table, dynamoDb, HttpSettings.DEFAULT, limits, System::nanoTime);
  }

  Http http() {
    return new Http(api.port());
  }

  int port() {
    return api.port();
  }

  void put(VersionedStore... stores) {
    CompletableFuture.allOf(
            List.of(stores).stream()
                .map(store -> StoreItems.toItem(store, Instant.EPOCH))
                .map(this::write)
                .toArray(CompletableFuture[]::new))
        .join();
  }

  void putItem(Map<String, AttributeValue> item) {
    write(item).join();
  }

  private CompletableFuture<?> write(Map<String, AttributeValue> item) {
    return CLIENT.putItem(request -> request.tableName(table).item(item));
  }

  void dropTable() {
    CLIENT.deleteTable(request -> request.tableName(table)).join();
  }

  void stop() {
    api.close();
  }

  @Override
  public void close() {
    api.close();
  }
}
