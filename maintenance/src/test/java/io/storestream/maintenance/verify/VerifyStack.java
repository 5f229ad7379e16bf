package io.storestream.maintenance.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.storestream.cli.StopSignal;
import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.item.CountItems;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.dynamodb.schema.TableSetup;
import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.Topics;
import io.storestream.kafka.record.VersionHeader;
import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.localstack.EmbeddedKafka;
import io.storestream.localstack.SharedBackends;
import io.storestream.model.AcceptedState;
import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import io.storestream.model.Store;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import io.storestream.model.event.StoreCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A broker and a DynamoDB, with a topic of stores and a table that tests fill as they like. */
public final class VerifyStack implements AutoCloseable {

  public static final Instant UPDATED_AT = Instant.parse("2017-02-01T00:00:00Z");

  private final EmbeddedKafka kafka = SharedBackends.kafka();
  private final EmbeddedDynamoDb dynamoDb = SharedBackends.dynamoDb();
  private final StopSignal stop = StopSignal.install();
  private final DynamoDbAsyncClient client = newClient();

  public KafkaOptions kafkaOptions() {
    return KafkaOptions.of(kafka.bootstrapServers());
  }

  public DynamoDbEndpoint endpoint() {
    return DynamoDbEndpoint.local(dynamoDb.endpoint());
  }

  /** Returns one that is the caller's to close. */
  DynamoDbAsyncClient newClient() {
    return DynamoDbClients.forBulk(endpoint(), 16);
  }

  DynamoDbAsyncClient client() {
    return client;
  }

  /** Starts with an empty topic of stores. */
  void createTopic(int partitions) {
    createTopic(Topics.STORES, partitions, Map.of("cleanup.policy", "compact"));
  }

  void createTopic(String topic, int partitions, Map<String, String> config) {
    try (KafkaAdmin admin = KafkaAdmin.connect(kafkaOptions())) {
      admin.createTopics(Map.of(topic, partitions), Map.of(topic, config));
    }
  }

  void deleteTopic() {
    try (KafkaAdmin admin = KafkaAdmin.connect(kafkaOptions())) {
      admin.get(admin.client().deleteTopics(List.of(Topics.STORES)).all());
      await().until(() -> admin.partitionsOf(List.of(Topics.STORES)).isEmpty());
    }
  }

  void createTable(String table) {
    TableSetup.ofStores(client, table).ensure(new Billing.OnDemand());
    TableSetup.ofCounts(client, table).ensure(new Billing.OnDemand());
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

  static ProducerRecord<byte[], byte[]> record(
      AcceptedState accepted, @Nullable Integer partition) {
    Store store = accepted.state().store();
    return new ProducerRecord<>(
        Topics.STORES,
        partition,
        accepted.acceptedAt().toEpochMilli(),
        accepted.storeNumber().getBytes(UTF_8),
        store == null ? null : StoreCodec.encode(store),
        VersionHeader.of(accepted.state().version()));
  }

  void publish(AcceptedState... states) {
    publish(List.of(states).stream().map(it -> record(it, null)).toList());
  }

  /** Writes the state of an application that remembers nothing but stores that are deleted. */
  void rememberDeletedStores(String applicationId, int count) {
    String versions = InternalTopics.changelogTopicOf(applicationId, InternalTopics.STORE_VERSIONS);
    String counts = InternalTopics.changelogTopicOf(applicationId, InternalTopics.LOCATION_COUNTS);
    String deltas = InternalTopics.locationDeltasTopicOf(applicationId);
    try (KafkaAdmin admin = KafkaAdmin.connect(kafkaOptions())) {
      admin.createTopics(Map.of(versions, 1, counts, 1, deltas, 1), Map.of());
    }
    byte[] deleted = new byte[36]; // all numbers are 0, and the city is empty
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
        Location.of(store).lineage().forEach(it -> counts.merge(it, 1L, Long::sum));
      }
    }
    counts.forEach((location, count) -> putCount(table, location, count, 1));
  }

  void putCount(String table, Location location, long count, int version) {
    LocationCount row = new LocationCount(location, count, new Version(0, version));
    putItem(CountsTable.nameFor(table), CountItems.toItem(row)).join();
  }

  /** Returns all counts and their versions. */
  public List<LocationCount> countsOf(String table) {
    return client
        .scan(request -> request.tableName(CountsTable.nameFor(table)).consistentRead(true))
        .join()
        .items()
        .stream()
        .map(CountItems::fromItem)
        .toList();
  }

  /** Publishes in one transaction, as ingesters do. */
  void publish(List<ProducerRecord<byte[], byte[]>> records) {
    Map<String, Object> config = kafkaOptions().clientConfig();
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "test");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      for (ProducerRecord<byte[], byte[]> record : records) {
        var unused = producer.send(record);
      }
      producer.commitTransaction();
    }
  }

  /** Puts the items that these states should have. */
  void put(String table, AcceptedState... states) {
    List<CompletableFuture<?>> answers = new ArrayList<>();
    for (AcceptedState state : states) {
      answers.add(putItem(table, StoreItems.toItem(state)));
    }
    answers.forEach(CompletableFuture::join);
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
    return client.putItem(request -> request.tableName(table).item(item));
  }

  public void delete(String table, String storeNumber) {
    client
        .deleteItem(
            request ->
                request
                    .tableName(table)
                    .key(Map.of(StoresTable.STORE_NUMBER, AttributeValue.fromS(storeNumber))))
        .join();
  }

  /** Returns all items by store number. */
  public Map<String, Map<String, AttributeValue>> itemsOf(String table) {
    Map<String, Map<String, AttributeValue>> items = new TreeMap<>();
    client
        .scanPaginator(request -> request.tableName(table).consistentRead(true))
        .items()
        .subscribe(item -> items.put(StoreItems.storeNumberOf(item), item))
        .join();
    return items;
  }

  TableVerification open(String table) {
    return open(table, "nobody", VerifySettings.DEFAULT_EXAMPLES);
  }

  public TableVerification open(String table, String applicationId, int examples) {
    VerifySettings settings = new VerifySettings(table, applicationId, 2, examples);
    return TableVerification.open(settings, kafkaOptions(), endpoint(), stop);
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
    return TableVerification.open(settings, kafkaOptions(), dynamoDb, stop, maxDelay);
  }

  @Override
  public void close() {
    stop.close();
    client.close();
  }
}
