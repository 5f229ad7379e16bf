package io.storestream.testing.deploy.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.dynamodb.schema.TableSetup;
import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.localstack.SharedBackends;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingModeSummary;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputDescription;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;

/** The template describes exactly the tables that the programs create and expect. */
class TableDefinitionTest {

  private final EmbeddedDynamoDb server = SharedBackends.dynamoDb();
  private final DynamoDbAsyncClient dynamoDb =
      DynamoDbClients.forReading(DynamoDbEndpoint.local(server.endpoint()), 2);

  @AfterEach
  void close() {
    dynamoDb.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PAY_PER_REQUEST", "PROVISIONED"})
  void shouldMakeTablesThatTheProgramsTake(String billingMode) {
    TemplateTables.create(
        CloudFormationTemplate.with(Map.of("BillingMode", billingMode, "TableName", "Other")),
        dynamoDb);

    assertThat(TableSetup.ofStores(dynamoDb, "Other").requireExists().isNew()).isFalse();
    assertThat(TableSetup.ofCounts(dynamoDb, "Other").requireExists().isNew()).isFalse();
    assertThat(dynamoDb.listTables().join().tableNames())
        .containsExactlyInAnyOrder("Other", CountsTable.nameFor("Other"));
  }

  @Test
  void shouldMakeWhatTheProgramsMakeOnDemand() {
    TemplateTables.create(CloudFormationTemplate.with(Map.of()), dynamoDb);
    List<Table> ofTemplate = tables();
    server.clear();
    TableSetup.ofStores(dynamoDb, StoresTable.DEFAULT_NAME).ensure(new Billing.OnDemand());
    TableSetup.ofCounts(dynamoDb, StoresTable.DEFAULT_NAME).ensure(new Billing.OnDemand());

    assertThat(ofTemplate).isEqualTo(tables());
  }

  @Test
  void shouldMakeWhatTheProgramsMakeWithCapacity() {
    TemplateTables.create(
        CloudFormationTemplate.with(
            Map.of("BillingMode", "PROVISIONED", "MinReadUnits", 7, "MinWriteUnits", 9)),
        dynamoDb);
    List<Table> ofTemplate = tables();
    server.clear();
    TableSetup.ofStores(dynamoDb, StoresTable.DEFAULT_NAME).ensure(new Billing.Provisioned(7, 9));
    // The template always bills counts on demand.
    TableSetup.ofCounts(dynamoDb, StoresTable.DEFAULT_NAME).ensure(new Billing.OnDemand());

    assertThat(ofTemplate).isEqualTo(tables());
  }

  /** The relevant properties of a table; others, such as its ID, differ each time. */
  private record Table(
      String name,
      String billing,
      Units units,
      List<KeySchemaElement> key,
      Set<AttributeDefinition> attributes,
      List<Index> indexes,
      TimeToLiveDescription expiry) {}

  private record Index(String name, List<KeySchemaElement> key, String projection, Units units) {}

  private record Units(long read, long write) {
    static Units of(@Nullable ProvisionedThroughputDescription description) {
      return description == null
          ? new Units(0, 0)
          : new Units(description.readCapacityUnits(), description.writeCapacityUnits());
    }
  }

  private List<Table> tables() {
    return dynamoDb.listTables().join().tableNames().stream().sorted().map(this::table).toList();
  }

  private Table table(String name) {
    TableDescription description =
        dynamoDb.describeTable(request -> request.tableName(name)).join().table();
    BillingModeSummary billing = description.billingModeSummary();
    return new Table(
        description.tableName(),
        billing == null ? "PROVISIONED" : billing.billingModeAsString(),
        Units.of(description.provisionedThroughput()),
        description.keySchema(),
        Set.copyOf(description.attributeDefinitions()),
        description.globalSecondaryIndexes().stream()
            .sorted(Comparator.comparing(GlobalSecondaryIndexDescription::indexName))
            .map(
                it ->
                    new Index(
                        it.indexName(),
                        it.keySchema(),
                        it.projection().projectionTypeAsString(),
                        Units.of(it.provisionedThroughput())))
            .toList(),
        dynamoDb
            .describeTimeToLive(request -> request.tableName(name))
            .join()
            .timeToLiveDescription());
  }
}
