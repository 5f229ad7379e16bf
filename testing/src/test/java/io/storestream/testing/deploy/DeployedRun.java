package io.storestream.testing.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.testing.deploy.kubernetes.Manifests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;

/**
 * What was seen of one run of all programs, as in the manifests and on tables of the template: each
 * program does whatever it can do with its tables.
 *
 * @param called the permissions used by the programs of each policy
 * @param answered the responses of each program to the paths of its probes, and to other paths
 * @param sent lines in which libraries log requests at DEBUG
 * @param leaked lines that contain a secret
 */
record DeployedRun(
    Map<String, Set<Permission>> called,
    Map<String, Map<String, Integer>> answered,
    List<String> sent,
    List<String> leaked) {

  private static final String STORES = StoresTable.DEFAULT_NAME;
  private static final String COUNTS = CountsTable.nameFor(STORES);
  private static final String STORE = "2651-53179";
  private static final Map<String, AttributeValue> KEY =
      Map.of("StoreNumber", AttributeValue.fromS(STORE));

  /** Lookups that cover every kind of request of the API to its tables. */
  private static final List<String> LOOKUPS =
      List.of(
          "/v1/stores/" + STORE,
          "/v1/stores/" + STORE + "?consistent=true",
          "/v1/stores?country=US&limit=10",
          "/v1/stores?country=US&state=NE&city=Omaha&postcode=68144",
          "/v1/stores?country=US&format=geojson",
          "/v1/stores?country=US&format=ndjson",
          "/v1/stores?country=US&format=csv",
          "/v1/stores?format=csv",
          "/v1/stores?bbox=-97,41,-95,42",
          "/v1/stores/near?latitude=41.24&longitude=-96.1",
          "/v1/cells",
          "/v1/stores/count?country=US",
          "/v1/stores/count?country=US&state=NE&city=Omaha",
          "/v1/stores/count?country=US&state=NE&city=Omaha&postcode=68144",
          "/v1/locations",
          "/v1/locations/US",
          "/v1/locations/US/NE",
          "/v1/locations/US/NE/OMAHA");

  /**
   * Runs the programs, one after the other.
   *
   * @param directory receives their output
   */
  static DeployedRun in(Path directory) {
    try (DeployedStack stack = new DeployedStack(directory)) {
      Map<String, Set<Permission>> called = new HashMap<>();
      Map<String, Map<String, Integer>> answered = new HashMap<>();
      answered.put(Manifests.INGESTER, ingestTwice(stack));
      called.put("WriterPolicy", stack.proxy().take());
      answered.put(Manifests.QUERY_API, answer(stack));
      called.put("ReaderPolicy", stack.proxy().take());
      damage(stack.direct());
      run(stack, "verify", "--repair");
      called.put("VerifyPolicy", stack.proxy().take());
      run(stack, "rebuild");
      deleteCellIndex(stack.direct());
      run(stack, "rebuild", "--add-index");
      deleteTables(stack.direct());
      run(stack, "rebuild", "--from-beginning");
      called.put("RebuildPolicy", stack.proxy().take());
      return new DeployedRun(
          called,
          answered,
          stack.printed(it -> it.contains("DEBUG s.amazon.awssdk.request")),
          stack.printed(it -> FakeSts.SECRETS.stream().anyMatch(it::contains)));
    }
  }

  /**
   * The second start checks whether its topics, tables and state still exist, and updates a store.
   */
  private static Map<String, Integer> ingestTwice(DeployedStack stack) {
    try (Program ingester = stack.start(Manifests.INGESTER)) {
      probe(Manifests.INGESTER, stack, ingester);
      stack.publishSample();
      await()
          .atMost(Duration.ofMinutes(2))
          .until(
              () -> count(stack.direct(), STORES) == 1000 && countOfWorld(stack.direct()) == 1000);
      ingester.stop();
    }
    try (Program ingester = stack.start(Manifests.INGESTER)) {
      Map<String, Integer> answered = probe(Manifests.INGESTER, stack, ingester);
      stack.publish(
          "Store Number,Store Name,City,State/Province,Country,Postcode\n"
              + STORE
              + ",Renamed,Omaha,NE,US,681443957\n");
      await()
          .atMost(Duration.ofMinutes(2))
          .until(
              () -> AttributeValue.fromS("Renamed").equals(item(stack.direct()).get("StoreName")));
      ingester.stop();
      return answered;
    }
  }

  private static Map<String, Integer> answer(DeployedStack stack) {
    try (Program api = stack.start(Manifests.QUERY_API)) {
      Map<String, Integer> answered = probe(Manifests.QUERY_API, stack, api);
      LOOKUPS.forEach(it -> assertThat(api.get(it)).as(it).isEqualTo(200));
      api.stop();
      return answered;
    }
  }

  private static Map<String, Integer> probe(String name, DeployedStack stack, Program program) {
    Map<String, Integer> answered = new HashMap<>();
    for (String path : stack.manifests().probePaths(name)) {
      answered.put(path, program.awaitAvailable(path));
      answered.put(path + "x", program.get(path + "x"));
    }
    return answered;
  }

  private static void run(DeployedStack stack, String... arguments) {
    try (Program program = stack.start(List.of(arguments))) {
      program.awaitEnd();
    }
  }

  /** One difference of each kind that has a separate repair. */
  private static void damage(DynamoDbAsyncClient dynamoDb) {
    Map<String, AttributeValue> unknownItem = new HashMap<>(item(dynamoDb));
    unknownItem.put("StoreNumber", AttributeValue.fromS("extra"));
    dynamoDb.putItem(it -> it.tableName(STORES).item(unknownItem)).join();
    dynamoDb.deleteItem(it -> it.tableName(STORES).key(KEY)).join();
    putCount(dynamoDb, "US", "NE", "7");
    putCount(dynamoDb, "US", "NOWHERE", "7");
    putCount(dynamoDb, "US", "no normalized name", "7");
  }

  private static void putCount(
      DynamoDbAsyncClient dynamoDb, String parent, String name, String count) {
    dynamoDb
        .putItem(
            it ->
                it.tableName(COUNTS)
                    .item(
                        Map.of(
                            "Parent", AttributeValue.fromS(parent),
                            "Name", AttributeValue.fromS(name),
                            "Count", AttributeValue.fromN(count),
                            "Version", AttributeValue.fromN("1"))))
        .join();
  }

  private static Map<String, AttributeValue> item(DynamoDbAsyncClient dynamoDb) {
    return dynamoDb.getItem(it -> it.tableName(STORES).key(KEY)).join().item();
  }

  private static void deleteCellIndex(DynamoDbAsyncClient dynamoDb) {
    GlobalSecondaryIndexUpdate deletion =
        GlobalSecondaryIndexUpdate.builder().delete(it -> it.indexName("StoreCellIndex")).build();
    dynamoDb.updateTable(it -> it.tableName(STORES).globalSecondaryIndexUpdates(deletion)).join();
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                dynamoDb
                        .describeTable(it -> it.tableName(STORES))
                        .join()
                        .table()
                        .globalSecondaryIndexes()
                        .size()
                    == 1);
  }

  private static void deleteTables(DynamoDbAsyncClient dynamoDb) {
    Stream.of(STORES, COUNTS)
        .forEach(
            table -> {
              dynamoDb.deleteTable(it -> it.tableName(table)).join();
              dynamoDb.waiter().waitUntilTableNotExists(it -> it.tableName(table)).join();
            });
  }

  private static long count(DynamoDbAsyncClient dynamoDb, String table) {
    return dynamoDb.scan(it -> it.tableName(table).select("COUNT")).join().count();
  }

  private static long countOfWorld(DynamoDbAsyncClient dynamoDb) {
    return dynamoDb
        .query(
            it ->
                it.tableName(COUNTS)
                    .keyConditionExpression("Parent = :world")
                    .expressionAttributeValues(Map.of(":world", AttributeValue.fromS("*"))))
        .join()
        .items()
        .stream()
        .mapToLong(it -> Long.parseLong(Objects.requireNonNull(it.get("Count")).n()))
        .sum();
  }
}
