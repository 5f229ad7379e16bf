package io.storestream.queryapi;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.item.CountItems;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.dynamodb.schema.TableSetup;
import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import io.storestream.model.Store;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import io.storestream.model.geo.Cell;
import io.storestream.queryapi.http.HttpSettings;
import io.storestream.queryapi.http.ServerLimits;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The API on a free port, over a separate table in the one DynamoDB Local that all tests of a JVM
 * share.
 */
public final class TestApi implements AutoCloseable {

  // Lives as long as the JVM: starting one takes longer than most tests.
  public static final EmbeddedDynamoDb DYNAMO_DB = EmbeddedDynamoDb.start();

  public static final DynamoDbAsyncClient CLIENT =
      DynamoDbClients.forReading(DynamoDbEndpoint.local(DYNAMO_DB.endpoint()), 50);

  private final Map<String, VersionedStore> stores = new HashMap<>();
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

  /** Starts over a new, empty table with its table of counts. */
  public static TestApi over(String table) {
    return over(table, HttpSettings.DEFAULT);
  }

  /** Starts over a new, empty table. */
  public static TestApi over(String table, HttpSettings settings) {
    return over(table, settings, System::nanoTime);
  }

  /** Starts over a new, empty table. */
  public static TestApi over(String table, HttpSettings settings, LongSupplier nanoTime) {
    TableSetup.ofStores(CLIENT, table).ensure(new Billing.OnDemand());
    TableSetup.ofCounts(CLIENT, table).ensure(new Billing.OnDemand());
    return new TestApi(table, CLIENT, settings, Limits.DEFAULT, nanoTime);
  }

  /** Starts over a new, empty table that has no index by cell. */
  public static TestApi withoutCells(String table) {
    TableSetup.ofStores(CLIENT, table).withoutCells().ensure(new Billing.OnDemand());
    TableSetup.ofCounts(CLIENT, table).ensure(new Billing.OnDemand());
    return over(table, CLIENT);
  }

  /** Starts over whatever the client says. */
  public static TestApi over(String table, DynamoDbAsyncClient dynamoDb) {
    return over(table, dynamoDb, Limits.DEFAULT);
  }

  /** Starts over whatever the client says. */
  public static TestApi over(String table, DynamoDbAsyncClient dynamoDb, ServerLimits limits) {
    return over(table, dynamoDb, HttpSettings.DEFAULT, limits);
  }

  /** Starts over whatever the client says. */
  public static TestApi over(
      String table, DynamoDbAsyncClient dynamoDb, HttpSettings settings, ServerLimits limits) {
    return new TestApi(table, dynamoDb, settings, limits, System::nanoTime);
  }

  public int port() {
    return api.port();
  }

  public Http http() {
    return new Http(api.port());
  }

  /** Writes stores, and what comes of the counts of all stores that this has written. */
  public void put(VersionedStore... changed) {
    writeAll(
        List.of(changed).stream().map(store -> StoreItems.toItem(store, Instant.EPOCH)), table);
    Set<Location> locations = new HashSet<>();
    for (VersionedStore store : changed) {
      VersionedStore before = stores.put(store.storeNumber(), store);
      Stream.of(store, before == null ? store : before)
          .flatMap(TestApi::locations)
          .forEach(locations::add);
    }
    Map<Location, Long> counts =
        stores.values().stream()
            .flatMap(TestApi::locations)
            .collect(Collectors.groupingBy(location -> location, Collectors.counting()));
    writeAll(
        locations.stream()
            .map(
                location ->
                    new LocationCount(
                        location, counts.getOrDefault(location, 0L), new Version(0, 1)))
            .map(CountItems::toItem),
        CountsTable.nameFor(table));
  }

  private static Stream<Location> locations(VersionedStore state) {
    Store store = state.store();
    return store == null
        ? Stream.of()
        : Stream.concat(Stream.of(Location.of(store)), Cell.of(store).map(Cell::location).stream())
            .flatMap(location -> location.lineage().stream());
  }

  private static void writeAll(Stream<Map<String, AttributeValue>> items, String table) {
    CompletableFuture.allOf(
            items
                .map(item -> CLIENT.putItem(request -> request.tableName(table).item(item)))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  public void putItem(Map<String, AttributeValue> item) {
    writeAll(Stream.of(item), table);
  }

  public void putCount(LocationCount count) {
    writeAll(Stream.of(CountItems.toItem(count)), CountsTable.nameFor(table));
  }

  public void dropTables() {
    CLIENT.deleteTable(request -> request.tableName(table)).join();
    CLIENT.deleteTable(request -> request.tableName(CountsTable.nameFor(table))).join();
  }

  public void stop() {
    api.close();
  }

  @Override
  public void close() {
    api.close();
  }
}
