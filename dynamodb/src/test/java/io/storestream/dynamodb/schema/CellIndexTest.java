package io.storestream.dynamodb.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.storestream.cli.CommandFailedException;
import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.localstack.SharedBackends;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.LimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputDescription;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableResponse;

/** The index by geohash, which a table may have or not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CellIndexTest {

  private final EmbeddedDynamoDb server = SharedBackends.dynamoDb();
  private final DynamoDbAsyncClient dynamoDb =
      DynamoDbClients.forReading(DynamoDbEndpoint.local(server.endpoint()), 2);

  private String table = "";
  private TableSetup setup = TableSetup.ofStores(dynamoDb, table);

  @BeforeEach
  void create(TestInfo test) {
    table = test.getTestMethod().orElseThrow().getName();
    setup = TableSetup.ofStores(dynamoDb, table);
  }

  @AfterAll
  void stop() {
    dynamoDb.close();
  }

  @Test
  void shouldCreateATableWithIt() {
    assertThat(setup.ensure(new Billing.OnDemand()).hasCells()).isTrue();
    assertThat(setup.isCellIndexActive()).isTrue();
    assertThat(setup.addCells()).isFalse();
  }

  @Test
  void shouldCreateATableWithoutItOnRequest() {
    assertThat(setup.withoutCells().ensure(new Billing.OnDemand()).hasCells()).isFalse();

    assertThat(setup.ensure(new Billing.OnDemand()).hasCells()).isFalse(); // it is there
    assertThat(setup.isCellIndexActive()).isFalse();
  }

  @Test
  void shouldAddItToATableInUse() {
    setup.withoutCells().ensure(new Billing.OnDemand());
    put("1", Map.of("Cell", "9z7dw", "GeohashStoreNumber", "9z7dw0000000#1"));
    put("without coordinates", Map.of());

    assertThat(setup.addCells()).isTrue();
    // DynamoDB Local answers some writes with 500 while it fills an index; the writer repeats them.
    await()
        .ignoreException(CompletionException.class)
        .untilAsserted(
            () -> put("2", Map.of("Cell", "9z7dw", "GeohashStoreNumber", "9z7dw0000000#2")));
    await().until(setup::isCellIndexActive);

    assertThat(setup.addCells()).isFalse();
    assertThat(TableShape.STORES.differences(describe())).isEmpty();
    assertThat(
            dynamoDb
                .scan(request -> request.tableName(table).indexName("StoreCellIndex"))
                .join()
                .items())
        .extracting(StoreItems::storeNumberOf)
        .containsExactlyInAnyOrder("1", "2");
  }

  @Test
  void shouldGiveItTheUnitsOfTheTable() {
    setup.withoutCells().ensure(new Billing.Provisioned(7, 5));

    assertThat(setup.addCells()).isTrue();

    assertThat(describe().globalSecondaryIndexes())
        .filteredOn(it -> it.indexName().equals("StoreCellIndex"))
        .singleElement()
        .satisfies(
            it -> {
              ProvisionedThroughputDescription units = it.provisionedThroughput();
              assertThat(units.readCapacityUnits()).isEqualTo(7);
              assertThat(units.writeCapacityUnits()).isEqualTo(5);
            });
  }

  @Test
  void shouldSayWhichRightIsMissing() {
    setup.withoutCells().ensure(new Billing.OnDemand());

    assertRefused(
        (DynamoDbException)
            DynamoDbException.builder().message("User: someone is not authorized").build(),
        "can't add index StoreCellIndex to table shouldSayWhichRightIsMissing: User: someone is not"
            + " authorized; allow dynamodb:UpdateTable, or use --geo false to do without the"
            + " index");
  }

  @Test
  void shouldSayThatTheTableIsBeingChanged() {
    setup.withoutCells().ensure(new Billing.OnDemand());

    assertRefused(
        LimitExceededException.builder().message("Only 1 online index at once").build(),
        "can't add index StoreCellIndex to table shouldSayThatTheTableIsBeingChanged: Only 1"
            + " online index at once; the table is being changed, so try again later");
  }

  @Test
  void shouldTakeTheIndexThatAnotherProcessAdds() {
    setup.withoutCells().ensure(new Billing.OnDemand());
    DynamoDbAsyncClient late =
        updatingBy(
            request ->
                dynamoDb.updateTable(request).thenCompose(it -> dynamoDb.updateTable(request)));

    assertThat(TableSetup.ofStores(late, table).addCells()).isFalse();
  }

  private void assertRefused(DynamoDbException error, String message) {
    DynamoDbAsyncClient refusing = updatingBy(it -> CompletableFuture.failedFuture(error));

    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> TableSetup.ofStores(refusing, table).addCells())
        .withMessage(message);
  }

  /** Returns a client that describes tables, and updates them in another way. */
  private DynamoDbAsyncClient updatingBy(
      Function<UpdateTableRequest, CompletableFuture<UpdateTableResponse>> update) {
    return new DynamoDbAsyncClient() {
      @Override
      public CompletableFuture<DescribeTableResponse> describeTable(DescribeTableRequest request) {
        return dynamoDb.describeTable(request);
      }

      @Override
      public CompletableFuture<UpdateTableResponse> updateTable(UpdateTableRequest request) {
        return update.apply(request);
      }

      @Override
      public String serviceName() {
        return SERVICE_NAME;
      }

      @Override
      public void close() {}
    };
  }

  private void put(String storeNumber, Map<String, String> attributes) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("StoreNumber", AttributeValue.fromS(storeNumber));
    attributes.forEach((name, value) -> item.put(name, AttributeValue.fromS(value)));
    dynamoDb.putItem(request -> request.tableName(table).item(item)).join();
  }

  private TableDescription describe() {
    return dynamoDb.describeTable(request -> request.tableName(table)).join().table();
  }
}
