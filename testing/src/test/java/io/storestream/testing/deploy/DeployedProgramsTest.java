package io.storestream.testing.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.testing.deploy.cloudformation.CloudFormationTemplate;
import io.storestream.testing.deploy.kubernetes.Kustomization;
import io.storestream.testing.deploy.kubernetes.Manifests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;

/**
 * The programs answer the probes of the manifests, and each policy permits exactly what its program
 * calls. The programs run as in the manifests, on tables created from the template, and a proxy
 * records their requests.
 */
@Tag("deployment")
class DeployedProgramsTest {

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

  /** Operations whose client methods have other names. */
  private static final Map<String, String> OPERATIONS =
      Map.of("queryPaginator", "Query", "waiter", "DescribeTable");

  private static final Set<String> STATEMENT_PERMISSIONS =
      Set.of(RecordingProxy.INSERT, RecordingProxy.UPDATE);

  /** The permissions used by the programs of each policy. */
  private static final Map<String, Set<Permission>> CALLED = new HashMap<>();

  /** The responses of each program to the paths of its probes, and to other paths. */
  private static final Map<String, Map<String, Integer>> ANSWERED = new HashMap<>();

  /** Lines in which libraries log requests at DEBUG. */
  private static final List<String> SENT = new ArrayList<>();

  /** Lines that contain a secret. */
  private static final List<String> LEAKED = new ArrayList<>();

  private static final CloudFormationTemplate TEMPLATE = CloudFormationTemplate.with(Map.of());

  @TempDir private static Path directory = Path.of("");

  @BeforeAll
  static void runAll() {
    try (DeployedStack stack = new DeployedStack(directory)) {
      ingestTwice(stack);
      CALLED.put("WriterPolicy", stack.proxy().take());
      answer(stack);
      CALLED.put("ReaderPolicy", stack.proxy().take());
      damage(stack.direct());
      run(stack, "verify", "--repair");
      CALLED.put("VerifyPolicy", stack.proxy().take());
      run(stack, "rebuild");
      deleteCellIndex(stack.direct());
      run(stack, "rebuild", "--add-index");
      deleteTables(stack.direct());
      run(stack, "rebuild", "--from-beginning");
      CALLED.put("RebuildPolicy", stack.proxy().take());
      SENT.addAll(stack.printed(it -> it.contains("DEBUG s.amazon.awssdk.request")));
      LEAKED.addAll(stack.printed(it -> FakeSts.SECRETS.stream().anyMatch(it::contains)));
    }
  }

  /**
   * The second start checks whether its topics, tables and state still exist, and updates a store.
   */
  private static void ingestTwice(DeployedStack stack) {
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
      probe(Manifests.INGESTER, stack, ingester);
      stack.publish(
          "Store Number,Store Name,City,State/Province,Country,Postcode\n"
              + STORE
              + ",Renamed,Omaha,NE,US,681443957\n");
      await()
          .atMost(Duration.ofMinutes(2))
          .until(
              () -> AttributeValue.fromS("Renamed").equals(item(stack.direct()).get("StoreName")));
      ingester.stop();
    }
  }

  private static void answer(DeployedStack stack) {
    try (Program api = stack.start(Manifests.QUERY_API)) {
      probe(Manifests.QUERY_API, stack, api);
      LOOKUPS.forEach(it -> assertThat(api.get(it)).as(it).isEqualTo(200));
      api.stop();
    }
  }

  private static void probe(String name, DeployedStack stack, Program program) {
    Map<String, Integer> answered = new HashMap<>();
    for (String path : stack.manifests().probePaths(name)) {
      answered.put(path, program.awaitAvailable(path));
      answered.put(path + "x", program.get(path + "x"));
    }
    ANSWERED.put(name, answered);
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

  @ParameterizedTest
  @ValueSource(strings = {Manifests.INGESTER, Manifests.QUERY_API})
  void shouldAnswerProbes(String name) {
    // The other paths show that the program does not answer every path with 200.
    assertThat(ANSWERED.get(name))
        .isEqualTo(
            Map.of(
                "/health/live", 200,
                "/health/livex", 404,
                "/health/ready", 200,
                "/health/readyx", 404));
  }

  @ParameterizedTest
  @ValueSource(strings = {Manifests.INGESTER, Manifests.QUERY_API})
  void shouldAskForReadinessOnlyWhereTrafficGoes(String name) {
    // A program whose table is missing is not ready, and a restart would not help.
    assertThat(Kustomization.render(Deployment.BASE).probePaths(name))
        .containsExactly("/health/live", "/health/live", "/health/ready");
  }

  @Test
  void shouldPrintNoSecrets() {
    assertThat(SENT).hasSizeGreaterThan(100);
    assertThat(LEAKED).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"WriterPolicy", "ReaderPolicy", "RebuildPolicy", "VerifyPolicy"})
  void shouldPermitWhatIsCalledAndNoMore(String policy) {
    assertThat(Permission.of(TEMPLATE, policy))
        .containsExactlyInAnyOrderElementsOf(Objects.requireNonNull(CALLED.get(policy)));
  }

  @Test
  void shouldHaveSeenEveryOperationThatTheCodeCanCall() {
    Set<String> inCode =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages(
                    "io.storestream.dynamodb",
                    "io.storestream.ingester",
                    "io.storestream.maintenance",
                    "io.storestream.queryapi")
                .stream()
                .flatMap(it -> it.getMethodCallsFromSelf().stream())
                .filter(it -> it.getTargetOwner().isAssignableTo(DynamoDbAsyncClient.class))
                .map(JavaMethodCall::getName)
                .filter(it -> !it.equals("close") && !it.equals("builder"))
                .map(DeployedProgramsTest::operation)
                .collect(Collectors.toCollection(TreeSet::new));

    assertThat(
            CALLED.values().stream()
                .flatMap(Set::stream)
                .map(DeployedProgramsTest::operationOf)
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(inCode);
  }

  private static String operation(String method) {
    return OPERATIONS.getOrDefault(
        method, Character.toUpperCase(method.charAt(0)) + method.substring(1));
  }

  /** Returns the operation that needs a permission. */
  private static String operationOf(Permission permission) {
    String action = permission.action().replace("dynamodb:", "");
    return STATEMENT_PERMISSIONS.contains(action) ? RecordingProxy.STATEMENTS : action;
  }

  @ParameterizedTest
  @CsvSource({
    "StoresSystemErrors, StarbucksLocations",
    "CountsSystemErrors, StarbucksLocationsCounts",
  })
  void shouldWatchTheOperationsOfIngesterAndApi(String alarm, String table) {
    Set<String> watched =
        YamlFile.list(Objects.requireNonNull(TEMPLATE.properties(alarm).get("Metrics"))).stream()
            .map(YamlFile::map)
            .filter(it -> it.containsKey("MetricStat"))
            .map(it -> YamlFile.map(Objects.requireNonNull(it.get("MetricStat"))))
            .map(it -> YamlFile.map(Objects.requireNonNull(it.get("Metric"))))
            .map(it -> YamlFile.list(Objects.requireNonNull(it.get("Dimensions"))))
            .map(it -> YamlFile.map(it.get(1)))
            .map(it -> String.valueOf(it.get("Value")))
            .collect(Collectors.toSet());
    // Requests at a start, and once in ten seconds, are too few to matter.
    assertThat(watched)
        .isEqualTo(
            Stream.of("WriterPolicy", "ReaderPolicy")
                .flatMap(it -> Objects.requireNonNull(CALLED.get(it)).stream())
                .filter(
                    it ->
                        it.resource().endsWith("table/" + table)
                            || it.resource().contains(table + "/index/"))
                .map(DeployedProgramsTest::operationOf)
                .filter(it -> !it.startsWith("Describe"))
                .collect(Collectors.toSet()));
  }
}
