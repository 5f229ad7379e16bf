package io.storestream.maintenance.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.dynamodb.schema.TableSetup;
import io.storestream.fixtures.StoresTopicWriter;
import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.Topics;
import io.storestream.kafka.record.StateSerdes;
import io.storestream.kafka.record.StoreRecords;
import io.storestream.kafka.record.StoreVersion;
import io.storestream.maintenance.MaintenanceStack;
import io.storestream.model.AcceptedState;
import io.storestream.model.Fingerprint;
import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import io.storestream.model.Store;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The stack of this module, and verifications on it. */
public final class VerifyStack implements AutoCloseable {

  public static final Instant UPDATED_AT = Instant.parse("2017-02-01T00:00:00Z");

  private final MaintenanceStack stack = new MaintenanceStack();

  public KafkaOptions kafkaOptions() {
    return stack.kafkaOptions();
  }

  public DynamoDbEndpoint endpoint() {
    return stack.endpoint();
  }

  /** Returns one that is the caller's to close. */
  DynamoDbAsyncClient newClient() {
    return stack.newClient();
  }

  /** Starts with an empty topic of stores. */
  void createTopic(int partitions) {
    createTopic(Topics.STORES, partitions, Map.of("cleanup.policy", "compact"));
  }

  void createTopic(String topic, int partitions, Map<String, String> config) {
    stack.admin().createTopics(Map.of(topic, partitions), Map.of(topic, config));
  }

  void deleteTopic() {
    stack.deleteTopics(List.of(Topics.STORES));
  }

  void createTable(String table) {
    stack.createTables(table);
  }

  /** Creates the table of stores again, without its index by geohash. */
  void recreateWithoutCells(String table) {
    DynamoDbAsyncClient client = stack.client();
    client.deleteTable(request -> request.tableName(table)).join();
    client.waiter().waitUntilTableNotExists(request -> request.tableName(table)).join();
    TableSetup.ofStores(client, table).withoutCells().ensure(new Billing.OnDemand());
  }

  /** Returns a state accepted an hour ago. */
  public static AcceptedState state(String storeNumber, int revision, String city) {
    return state(storeNumber, revision, city, Instant.now().minus(Duration.ofHours(1)));
  }

  static AcceptedState state(String storeNumber, int revision, String city, Instant acceptedAt) {
    Store store =
        new StoreBuilder()
            .storeNumber(storeNumber)
            .set(StoreField.COUNTRY, "US")
            .set(StoreField.STATE, "NE")
            .set(StoreField.CITY, city)
            .build();
    return accepted(storeNumber, revision, store, acceptedAt);
  }

  /** Returns a state of Omaha with coordinates, accepted an hour ago. */
  static AcceptedState stateAt(
      String storeNumber, int revision, String latitude, String longitude) {
    Store store =
        new StoreBuilder()
            .storeNumber(storeNumber)
            .set(StoreField.COUNTRY, "US")
            .set(StoreField.STATE, "NE")
            .set(StoreField.CITY, "Omaha")
            .set(StoreField.LATITUDE, latitude)
            .set(StoreField.LONGITUDE, longitude)
            .build();
    return accepted(storeNumber, revision, store, Instant.now().minus(Duration.ofHours(1)));
  }

  static AcceptedState deleted(String storeNumber, int revision, Instant acceptedAt) {
    return accepted(storeNumber, revision, null, acceptedAt);
  }

  private static AcceptedState accepted(
      String storeNumber, int revision, @Nullable Store store, Instant acceptedAt) {
    Version version = new Version(Version.firstAt(UPDATED_AT).nanos(), revision);
    return new AcceptedState(
        new VersionedStore(storeNumber, version, store),
        Instant.ofEpochMilli(acceptedAt.toEpochMilli()));
  }

  void publish(AcceptedState... states) {
    publish(Stream.of(states).map(it -> StoreRecords.encode(it, null)).toList());
  }

  /** Writes the state of an application that remembers nothing but stores that are deleted. */
  void rememberDeletedStores(String applicationId, int count) {
    String versions = InternalTopics.changelogTopicOf(applicationId, InternalTopics.STORE_STATES);
    String counts = InternalTopics.changelogTopicOf(applicationId, InternalTopics.LOCATION_COUNTS);
    String deltas = InternalTopics.locationDeltasTopicOf(applicationId);
    stack.admin().createTopics(Map.of(versions, 1, counts, 1, deltas, 1), Map.of());
    byte[] deleted =
        StateSerdes.encode(
            StoreVersion.uncounted(Version.ZERO, Fingerprint.DELETED, StoreVersion.NOWHERE),
            new byte[0]);
    publish(
        IntStream.range(0, count)
            .mapToObj(
                it ->
                    new ProducerRecord<byte[], byte[]>(
                        versions, ("deleted" + it).getBytes(UTF_8), deleted))
            .toList());
  }

  /** Puts the counts that there should be of these stores. */
  void putCounts(String table, AcceptedState... states) {
    Map<Location, Long> counts = new HashMap<>();
    for (AcceptedState accepted : states) {
      Store store = accepted.state().store();
      if (store != null) {
        StoreVersion.parse(StoreVersion.locationsOf(store, true)).stream()
            .flatMap(lowest -> lowest.lineage().stream())
            .forEach(it -> counts.merge(it, 1L, Long::sum));
      }
    }
    counts.forEach((location, count) -> putCount(table, location, count, 1));
  }

  void putCount(String table, Location location, long count, int version) {
    stack.put(table, new LocationCount(location, count, new Version(0, version)));
  }

  /** Returns all counts and their versions. */
  public List<LocationCount> countsOf(String table) {
    return stack.countsOf(table);
  }

  /**
   * Publishes in one transaction, as ingesters do. Each time by another producer: the topic is
   * recreated for each test, and a transaction must not wait for one of a topic that is gone.
   */
  void publish(List<ProducerRecord<byte[], byte[]>> records) {
    try (StoresTopicWriter topic = new StoresTopicWriter(kafkaOptions())) {
      topic.send(records);
    }
  }

  /** Puts the items that these states should have. */
  void put(String table, AcceptedState... states) {
    stack.put(table, List.of(states));
  }

  /** Puts the item of a state with one attribute changed, or left out. */
  public void putWith(
      String table, AcceptedState state, String attribute, @Nullable AttributeValue value) {
    Map<String, AttributeValue> item = new HashMap<>(StoreItems.toItem(state));
    if (value == null) {
      item.remove(attribute);
    } else {
      item.put(attribute, value);
    }
    putItem(table, item).join();
  }

  CompletableFuture<?> putItem(String table, Map<String, AttributeValue> item) {
    return stack.putItem(table, item);
  }

  public void delete(String table, String storeNumber) {
    stack
        .client()
        .deleteItem(
            request ->
                request
                    .tableName(table)
                    .key(Map.of(StoresTable.STORE_NUMBER, AttributeValue.fromS(storeNumber))))
        .join();
  }

  /** Returns all items by store number. */
  public Map<String, Map<String, AttributeValue>> itemsOf(String table) {
    return stack.itemsOf(table);
  }

  TableVerification open(String table) {
    return open(table, "nobody", VerifySettings.DEFAULT_EXAMPLES);
  }

  public TableVerification open(String table, String applicationId, int examples) {
    VerifySettings settings = new VerifySettings(table, applicationId, 2, examples);
    return TableVerification.open(settings, kafkaOptions(), endpoint(), stack.stop());
  }

  /** Opens one that waits no longer than this for a change in flight. */
  TableVerification open(String table, Duration maxDelay) {
    return open(table, newClient(), maxDelay);
  }

  /** Opens one with a client that it closes. */
  TableVerification open(String table, DynamoDbAsyncClient dynamoDb) {
    return open(table, dynamoDb, Recheck.MAX_DELAY);
  }

  private TableVerification open(String table, DynamoDbAsyncClient dynamoDb, Duration maxDelay) {
    VerifySettings settings =
        new VerifySettings(table, "nobody", 2, VerifySettings.DEFAULT_EXAMPLES);
    return TableVerification.open(settings, kafkaOptions(), dynamoDb, stack.stop(), maxDelay);
  }

  @Override
  public void close() {
    stack.close();
  }
}
