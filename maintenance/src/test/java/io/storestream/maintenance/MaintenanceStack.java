package io.storestream.maintenance;

import static org.awaitility.Awaitility.await;

import io.storestream.cli.StopSignal;
import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.item.CountItems;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.dynamodb.schema.TableSetup;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.localstack.EmbeddedKafka;
import io.storestream.localstack.SharedBackends;
import io.storestream.model.AcceptedState;
import io.storestream.model.LocationCount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The broker and the DynamoDB Local of all tests of this module, with clients, and topics and
 * tables that tests fill as they like.
 */
public final class MaintenanceStack implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final EmbeddedKafka kafka = SharedBackends.kafka();
  private final EmbeddedDynamoDb dynamoDb = SharedBackends.dynamoDb();

  private final KafkaOptions kafkaOptions = KafkaOptions.of(kafka.bootstrapServers());
  private final KafkaAdmin admin = KafkaAdmin.connect(kafkaOptions);
  private final DynamoDbEndpoint endpoint = DynamoDbEndpoint.local(dynamoDb.endpoint());
  private final DynamoDbAsyncClient client = newClient();
  private final StopSignal stop = StopSignal.install();

  public KafkaOptions kafkaOptions() {
    return kafkaOptions;
  }

  public KafkaAdmin admin() {
    return admin;
  }

  public DynamoDbEndpoint endpoint() {
    return endpoint;
  }

  public DynamoDbAsyncClient client() {
    return client;
  }

  /** Returns one that is the caller's to close. */
  public DynamoDbAsyncClient newClient() {
    return DynamoDbClients.forBulk(endpoint, 16);
  }

  /** Returns a signal that nobody requests. */
  public StopSignal stop() {
    return stop;
  }

  /** Deletes topics; once this returns, they are gone. */
  public void deleteTopics(List<String> topics) {
    admin.get(admin.client().deleteTopics(topics).all());
    await().atMost(TIMEOUT).until(() -> admin.partitionsOf(topics).isEmpty());
  }

  /** Creates a table of stores and its table of counts, unless they exist. */
  public void createTables(String table) {
    TableSetup.ofStores(client, table).ensure(new Billing.OnDemand());
    TableSetup.ofCounts(client, table).ensure(new Billing.OnDemand());
  }

  /** Puts the items that these states should have. */
  public void put(String table, List<AcceptedState> states) {
    List<CompletableFuture<?>> answers = new ArrayList<>();
    for (AcceptedState state : states) {
      answers.add(putItem(table, StoreItems.toItem(state)));
    }
    answers.forEach(CompletableFuture::join);
  }

  /** Puts a count into the table of counts of a table of stores. */
  public void put(String table, LocationCount count) {
    putItem(CountsTable.nameFor(table), CountItems.toItem(count)).join();
  }

  public CompletableFuture<?> putItem(String table, Map<String, AttributeValue> item) {
    return client.putItem(request -> request.tableName(table).item(item));
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

  /** Returns all counts of a table of stores, and their versions. */
  public List<LocationCount> countsOf(String table) {
    return client
        .scan(request -> request.tableName(CountsTable.nameFor(table)).consistentRead(true))
        .join()
        .items()
        .stream()
        .map(CountItems::fromItem)
        .toList();
  }

  @Override
  public void close() {
    stop.close();
    admin.close();
    client.close();
  }
}
