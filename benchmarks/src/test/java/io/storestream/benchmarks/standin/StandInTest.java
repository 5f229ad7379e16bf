package io.storestream.benchmarks.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.client.EncodedBody;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.dynamodb.schema.TableSetup;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Every answer as the SDK reads it. */
class StandInTest {

  private final StandIn standIn = StandIn.start(Duration.ZERO);
  private final DynamoDbAsyncClient dynamoDb = client(standIn);

  @AfterEach
  void close() {
    dynamoDb.close();
    standIn.close();
  }

  @Test
  void shouldCountItemsAndRequestsOfEachTable() {
    dynamoDb.batchWriteItem(it -> it.requestItems(Map.of("Stores", puts("1", "2")))).join();
    dynamoDb.batchWriteItem(it -> it.requestItems(Map.of("Stores", puts("3")))).join();
    dynamoDb.putItem(it -> it.tableName("Stores").item(item("4"))).join();
    dynamoDb.batchExecuteStatement(it -> it.statements(inserts("Other", "5", "6", "7"))).join();

    assertThat(counters())
        .isIn(
            "{\"Stores\":{\"items\":4,\"requests\":3},\"Other\":{\"items\":3,\"requests\":1}}",
            "{\"Other\":{\"items\":3,\"requests\":1},\"Stores\":{\"items\":4,\"requests\":3}}");
  }

  @Test
  void shouldNotCountTextsThatLookLikeItems() {
    String text = "\"PutRequest\": \"Item\": \"Statement\":";

    dynamoDb.batchWriteItem(it -> it.requestItems(Map.of("Stores", puts(text)))).join();
    dynamoDb.putItem(it -> it.tableName("Stores").item(item(text))).join();
    dynamoDb.batchExecuteStatement(it -> it.statements(inserts("Stores", text))).join();

    assertThat(counters()).isEqualTo("{\"Stores\":{\"items\":3,\"requests\":3}}");
  }

  @Test
  void shouldFindTheTableOfStatementsAfterTheirParameters() {
    byte[] body =
        """
        {"Statements":[{"Parameters":[{"S":"Joe\\"s"}],
        "Statement":"INSERT INTO \\"Stores\\" VALUE {'StoreNumber': ?}"}]}"""
            .getBytes(StandardCharsets.UTF_8);

    dynamoDb.batchExecuteStatement(it -> it.overrideConfiguration(EncodedBody.of(body))).join();

    assertThat(counters()).isEqualTo("{\"Stores\":{\"items\":1,\"requests\":1}}");
  }

  @Test
  void shouldAnswerEachStatementAndTheCapacity() {
    BatchExecuteStatementResponse response =
        dynamoDb.batchExecuteStatement(it -> it.statements(inserts("Stores", "1", "2"))).join();

    assertThat(response.responses())
        .extracting(it -> it.tableName())
        .containsExactly("Stores", "Stores");
    assertThat(response.responses()).allSatisfy(it -> assertThat(it.error()).isNull());
    assertThat(response.consumedCapacity())
        .containsExactly(ConsumedCapacity.builder().tableName("Stores").capacityUnits(2.0).build());
  }

  @Test
  void shouldReturnNoUnprocessedItems() {
    assertThat(
            dynamoDb
                .batchWriteItem(it -> it.requestItems(Map.of("Stores", puts("1"))))
                .join()
                .unprocessedItems())
        .isEmpty();
  }

  @Test
  void shouldKnowTablesThatWereCreated() {
    TableSetup setup = TableSetup.ofStores(dynamoDb, "Stores");

    assertThat(setup.isPresent()).isFalse();
    assertThat(setup.ensure(new Billing.OnDemand()).isNew()).isTrue();
    assertThat(setup.ensure(new Billing.OnDemand()).isNew()).isFalse(); // and of the same shape
    assertThat(expiry())
        .isEqualTo(
            TimeToLiveDescription.builder()
                .timeToLiveStatus("ENABLED")
                .attributeName(StoresTable.EXPIRES_AT)
                .build());
    assertThatThrownBy(
            () -> dynamoDb.createTable(it -> it.tableName("Stores").keySchema(List.of())).join())
        .hasCauseInstanceOf(ResourceInUseException.class);

    dynamoDb.deleteTable(it -> it.tableName("Stores")).join();
    assertThat(setup.isPresent()).isFalse();
    assertThatThrownBy(() -> dynamoDb.deleteTable(it -> it.tableName("Stores")).join())
        .hasCauseInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void shouldNotExpireItemsUnlessAsked() {
    assertThat(expiry().timeToLiveStatusAsString()).isEqualTo("DISABLED");
  }

  private TimeToLiveDescription expiry() {
    return dynamoDb.describeTimeToLive(it -> it.tableName("Stores")).join().timeToLiveDescription();
  }

  @Test
  void shouldAnswerReadsWithPreparedItems() {
    Map<String, AttributeValue> item =
        dynamoDb
            .getItem(
                it ->
                    it.tableName("Stores")
                        .key(Map.of(StoresTable.STORE_NUMBER, AttributeValue.fromS("any"))))
            .join()
            .item();
    QueryResponse page = dynamoDb.query(it -> it.tableName("Stores")).join();

    assertThat(item)
        .containsEntry(StoresTable.STORE_NUMBER, AttributeValue.fromS("2651-53179"))
        .containsEntry(StoresTable.COUNTRY, AttributeValue.fromS("US"));
    assertThat(StoreItems.fromItem(item).store()).isNotNull(); // as the API reads it
    assertThat(page.items()).hasSize(100).startsWith(item).doesNotHaveDuplicates();
    assertThat(page.count()).isEqualTo(100);
    assertThat(page.hasLastEvaluatedKey()).isFalse();
  }

  @Test
  void shouldAnswerWithLatency() {
    try (StandIn slow = StandIn.start(Duration.ofMillis(1));
        DynamoDbAsyncClient client = client(slow)) {
      client.putItem(it -> it.tableName("Stores").item(item("1"))).join();

      assertThat(counters(slow)).isEqualTo("{\"Stores\":{\"items\":1,\"requests\":1}}");
    }
  }

  @Test
  void shouldRefuseOtherOperations() {
    assertThatThrownBy(() -> dynamoDb.listTables().join())
        .hasMessageContaining("ListTables")
        .hasMessageContaining("Status Code: 400");
  }

  private static DynamoDbAsyncClient client(StandIn server) {
    return DynamoDbClients.forReading(DynamoDbEndpoint.local(server.endpoint()), 1);
  }

  private static Map<String, AttributeValue> item(String number) {
    return Map.of("StoreNumber", AttributeValue.fromS(number));
  }

  private static List<WriteRequest> puts(String... numbers) {
    return Stream.of(numbers)
        .map(it -> WriteRequest.builder().putRequest(put -> put.item(item(it))).build())
        .toList();
  }

  private static List<BatchStatementRequest> inserts(String table, String... numbers) {
    return Stream.of(numbers)
        .map(
            it ->
                BatchStatementRequest.builder()
                    .statement("INSERT INTO \"" + table + "\" VALUE {'StoreNumber': ?}")
                    .parameters(AttributeValue.fromS(it))
                    .build())
        .toList();
  }

  private String counters() {
    return counters(standIn);
  }

  private static String counters(StandIn server) {
    URI uri = server.endpoint().resolve("/counters");
    try {
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
          .body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
