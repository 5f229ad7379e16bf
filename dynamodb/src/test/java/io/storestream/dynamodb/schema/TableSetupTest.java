package io.storestream.dynamodb.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.storestream.cli.CommandFailedException;
import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.localstack.SharedBackends;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TableSetupTest {

  private final EmbeddedDynamoDb server = SharedBackends.dynamoDb();
  private final DynamoDbAsyncClient dynamoDb =
      DynamoDbClients.forReading(DynamoDbEndpoint.local(server.endpoint()), 2);

  @AfterAll
  void stop() {
    dynamoDb.close();
  }

  @Test
  void shouldCreateATableThatIsReadyAndExpiresTombstones() {
    TableSetup.ofStores(dynamoDb, "created").ensure(new Billing.OnDemand());

    TableDescription table = describe("created");
    assertThat(table.tableStatusAsString()).isEqualTo("ACTIVE");
    assertThat(table.billingModeSummary().billingMode()).isEqualTo(BillingMode.PAY_PER_REQUEST);
    assertThat(TableShape.STORES.differences(table)).isEmpty();
    assertThat(
            dynamoDb
                .describeTimeToLive(request -> request.tableName("created"))
                .join()
                .timeToLiveDescription())
        .satisfies(
            it -> {
              assertThat(it.attributeName()).isEqualTo("ExpiresAt");
              assertThat(it.timeToLiveStatus()).isEqualTo(TimeToLiveStatus.ENABLED);
            });
  }

  @Test
  void shouldCreateTheTableOfCountsBesideTheTableOfStores() {
    TableSetup.ofCounts(dynamoDb, "counted").ensure(new Billing.Provisioned(7, 5));

    TableDescription table = describe("countedCounts");
    assertThat(table.tableStatusAsString()).isEqualTo("ACTIVE");
    assertThat(table.provisionedThroughput().writeCapacityUnits()).isEqualTo(5);
    assertThat(table.hasGlobalSecondaryIndexes()).isFalse();
    assertThat(TableShape.COUNTS.differences(table)).isEmpty();
    assertThat(TableShape.STORES.differences(table))
        .containsExactly(
            "the table's key is HASH Parent, RANGE Name, not HASH StoreNumber",
            "the index StoreLocationIndex is missing");
  }

  @Test
  void shouldTakeATableThatIsThere() {
    TableSetup setup = TableSetup.ofStores(dynamoDb, "twice");

    setup.ensure(new Billing.OnDemand());
    setup.ensure(new Billing.OnDemand());
    setup.requireExists();
  }

  @Test
  void shouldProvisionCapacityIfAskedTo() {
    TableSetup.ofStores(dynamoDb, "provisioned").ensure(new Billing.Provisioned(7, 5));

    TableDescription table = describe("provisioned");
    assertThat(table.provisionedThroughput().readCapacityUnits()).isEqualTo(7);
    assertThat(table.globalSecondaryIndexes().get(0).provisionedThroughput().writeCapacityUnits())
        .isEqualTo(5);
    assertThatIllegalArgumentException().isThrownBy(() -> new Billing.Provisioned(0, 5));
  }

  @Test
  @SuppressWarnings("unchecked") // the SDK's varargs of consumers
  void shouldRefuseATableOfAnotherShapeAndSayWhatDiffers() {
    dynamoDb
        .createTable(
            CreateTableRequest.builder()
                .tableName("other")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(it -> it.attributeName("StoreNumber").keyType(KeyType.HASH))
                .attributeDefinitions(
                    it -> it.attributeName("StoreNumber").attributeType(ScalarAttributeType.N),
                    it -> it.attributeName("Country").attributeType(ScalarAttributeType.S))
                .globalSecondaryIndexes(
                    index ->
                        index
                            .indexName("StoreLocationIndex")
                            .keySchema(it -> it.attributeName("Country").keyType(KeyType.HASH))
                            .projection(it -> it.projectionType(ProjectionType.KEYS_ONLY)))
                .build())
        .join();
    TableSetup setup = TableSetup.ofStores(dynamoDb, "other");

    for (Runnable check :
        List.<Runnable>of(() -> setup.ensure(new Billing.OnDemand()), setup::requireExists)) {
      assertThatExceptionOfType(CommandFailedException.class)
          .isThrownBy(check::run)
          .withMessage(
              "table other has another shape: the key of StoreLocationIndex is HASH Country, not"
                  + " HASH Country, RANGE StateCityPostcode; StoreLocationIndex holds KEYS_ONLY, not"
                  + " ALL attributes; StoreNumber is of type N, not S; choose another with --table");
    }
  }

  @Test
  void shouldSayHowToGetATableThatIsMissing() {
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> TableSetup.ofStores(dynamoDb, "missing").requireExists())
        .withMessage(
            "table missing does not exist: run `./stores rebuild --table missing` to create and fill"
                + " it from topic stores, or `./stores ingest` if nothing was published yet; or check"
                + " --table");
  }

  @Test
  void shouldSayThatNobodyAnswers() {
    DynamoDbEndpoint nobody = DynamoDbEndpoint.local(URI.create("http://127.0.0.1:1"));
    try (DynamoDbAsyncClient client = DynamoDbClients.forReading(nobody, 1)) {
      assertThatExceptionOfType(CommandFailedException.class)
          .isThrownBy(() -> TableSetup.ofStores(client, "any").requireExists())
          .withMessageStartingWith("can't use table any in DynamoDB: ")
          .withMessageEndingWith(
              "; is it running, and are AWS_REGION, AWS_ENDPOINT_URL_DYNAMODB and the credentials"
                  + " right?");
    }
  }

  private TableDescription describe(String table) {
    return dynamoDb.describeTable(request -> request.tableName(table)).join().table();
  }
}
