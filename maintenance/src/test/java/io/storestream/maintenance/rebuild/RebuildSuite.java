package io.storestream.maintenance.rebuild;

import static org.awaitility.Awaitility.await;

import io.storestream.cli.StopSignal;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.ReadyTables;
import io.storestream.dynamodb.schema.TableSetup;
import io.storestream.fixtures.StoresTopicWriter;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.StoresTopic;
import io.storestream.kafka.Topics;
import io.storestream.maintenance.MaintenanceStack;
import io.storestream.model.AcceptedState;
import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import io.storestream.model.Store;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Tests on the stack of this module, each with empty topics of a rebuild and no table. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RebuildSuite {

  static final String TABLE = "Rebuilt";
  static final Instant ACCEPTED = Instant.parse("2026-01-01T00:00:00Z");
  static final Duration TIMEOUT = Duration.ofSeconds(60);
  static final int PARTITIONS = 3;

  private final MaintenanceStack stack = new MaintenanceStack();
  final KafkaOptions kafkaOptions = stack.kafkaOptions();
  final DynamoDbEndpoint endpoint = stack.endpoint();
  final DynamoDbAsyncClient client = stack.client();
  final KafkaAdmin admin = stack.admin();
  final StoresTopicWriter topic = new StoresTopicWriter(kafkaOptions);
  final StopSignal stop = stack.stop();

  @BeforeEach
  void createTopic() {
    StoresTopicWriter.createTopics(admin, PARTITIONS);
  }

  @AfterEach
  void deleteAll() {
    for (String table : client.listTables().join().tableNames()) {
      client.deleteTable(request -> request.tableName(table)).join();
    }
    stack.deleteTopics(List.of(Topics.STORES, Topics.LOCATION_COUNTS));
  }

  @AfterAll
  void stopServers() {
    topic.close();
    stack.close();
  }

  void save(Checkpoint checkpoint) {
    new Checkpoints(admin, TABLE, StoresTopic.require(admin), tables()).save(checkpoint);
  }

  ReadyTables tables() {
    return new ReadyTables(
        TableSetup.ofStores(client, TABLE).requireExists(),
        TableSetup.ofCounts(client, TABLE).requireExists());
  }

  RebuildReport rebuild(RebuildSettings settings) {
    return new Rebuild(kafkaOptions, endpoint, settings).run(stop, report -> {});
  }

  /** Rebuilds while the test does something else. */
  CompletableFuture<RebuildReport> rebuildMeanwhile() {
    return CompletableFuture.supplyAsync(() -> rebuild(settings()));
  }

  /** Starts a follower. Once this returns, its table is complete. */
  static CompletableFuture<RebuildReport> follow(Rebuild rebuild, StopSignal end) {
    CountDownLatch caughtUp = new CountDownLatch(1);
    CompletableFuture<RebuildReport> following =
        CompletableFuture.supplyAsync(() -> rebuild.run(end, report -> caughtUp.countDown()));
    await().atMost(TIMEOUT).until(() -> caughtUp.getCount() == 0);
    return following;
  }

  Rebuild follower() {
    return new Rebuild(kafkaOptions, endpoint, settings(true, false));
  }

  /** Waits until a rebuild is sure that the first records are in the table. */
  void awaitProgress() {
    await()
        .atMost(TIMEOUT)
        .until(
            () ->
                admin.committed("storestream-rebuild-" + TABLE).values().stream()
                    .anyMatch(position -> position.offset() > 0));
  }

  static RebuildSettings settings() {
    return settings(false, false);
  }

  static RebuildSettings settings(boolean follow, boolean fromBeginning) {
    return new RebuildSettings(
        TABLE, new Billing.OnDemand(), true, false, follow, fromBeginning, 4);
  }

  void setup() {
    stack.createTables(TABLE);
  }

  /** Creates the table as earlier releases did. */
  void setupWithoutCells() {
    TableSetup.ofStores(client, TABLE).withoutCells().ensure(new Billing.OnDemand());
    TableSetup.ofCounts(client, TABLE).ensure(new Billing.OnDemand());
  }

  void put(AcceptedState state) {
    stack.put(TABLE, List.of(state));
  }

  long written() {
    return client.listTables().join().tableNames().contains(TABLE)
        ? client.scan(request -> request.tableName(TABLE)).join().count()
        : 0;
  }

  void put(LocationCount count) {
    stack.put(TABLE, count);
  }

  List<LocationCount> counts() {
    return stack.countsOf(TABLE);
  }

  static LocationCount count(long count, int version, String... names) {
    return new LocationCount(new Location(List.of(names)), count, new Version(0, version));
  }

  Map<String, Map<String, AttributeValue>> table() {
    return stack.itemsOf(TABLE);
  }

  static Map<String, Map<String, AttributeValue>> items(List<AcceptedState> states) {
    return states.stream()
        .collect(Collectors.toMap(AcceptedState::storeNumber, StoreItems::toItem));
  }

  static List<AcceptedState> open(int first, int last, int version) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(number -> open(Integer.toString(number), version))
        .toList();
  }

  static AcceptedState open(String storeNumber, int version) {
    Store store =
        new StoreBuilder()
            .storeNumber(storeNumber)
            .set(StoreField.COUNTRY, "US")
            .set(StoreField.STORE_NAME, "name " + version)
            .set(StoreField.LATITUDE, "41.23")
            .set(StoreField.LONGITUDE, "-96.05")
            .build();
    return accepted(new VersionedStore(storeNumber, new Version(0, version), store));
  }

  static AcceptedState closed(String storeNumber, int version) {
    return accepted(new VersionedStore(storeNumber, new Version(0, version), null));
  }

  static AcceptedState accepted(VersionedStore state) {
    return new AcceptedState(state, ACCEPTED);
  }
}
