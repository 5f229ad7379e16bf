package io.storestream.testing.deploy.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.dynamodb.schema.TableSetup;
import io.storestream.localstack.EmbeddedDynamoDb;
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

/** That the template describes the tables that the programs create and expect, and no others. */
class TableDefinitionTest {

  private final EmbeddedDynamoDb ofTemplate = EmbeddedDynamoDb.start();
  private final EmbeddedDynamoDb ofCode = EmbeddedDynamoDb.start();
  private final DynamoDbAsyncClient templateClient = client(ofTemplate);
  private final DynamoDbAsyncClient codeClient = client(ofCode);

  @AfterEach
  void close() {
    templateClient.close();
    codeClient.close();
    ofTemplate.close();
    ofCode.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PAY_PER_REQUEST", "PROVISIONED"})
  void shouldMakeTablesThatTheProgramsTake(String billingMode) {
    TemplateTables.create(
        CloudFormationTemplate.with(Map.of("BillingMode", billingMode, "TableName", "Other")),
        templateClient);

    assertThat(TableSetup.ofStores(templateClient, "Other").requireExists().isNew()).isFalse();
    assertThat(TableSetup.ofCounts(templateClient, "Other").requireExists().isNew()).isFalse();
    assertThat(templateClient.listTables().join().tableNames())
        .containsExactlyInAnyOrder("Other", CountsTable.nameFor("Other"));
  }

  @Test
  void shouldMakeWhatTheProgramsMakeOnDemand() {
    TemplateTables.create(CloudFormationTemplate.with(Map.of()), templateClient);
    TableSetup.ofStores(codeClient, StoresTable.DEFAULT_NAME).ensure(new Billing.OnDemand());
    TableSetup.ofCounts(codeClient, StoresTable.DEFAULT_NAME).ensure(new Billing.OnDemand());

    assertThat(tables(templateClient)).isEqualTo(tables(codeClient));
  }

  @Test
  void shouldMakeWhatTheProgramsMakeWithCapacity() {
    TemplateTables.create(
        CloudFormationTemplate.with(
            Map.of("BillingMode", "PROVISIONED", "MinReadUnits", 7, "MinWriteUnits", 9)),
        templateClient);
    TableSetup.ofStores(codeClient, StoresTable.DEFAULT_NAME).ensure(new Billing.Provisioned(7, 9));
    // Counts are always on demand there.
    TableSetup.ofCounts(codeClient, StoresTable.DEFAULT_NAME).ensure(new Billing.OnDemand());

    assertThat(tables(templateClient)).isEqualTo(tables(codeClient));
  }

  /** What matters of a table; other things, such as its ID, differ each time. */
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

  private static List<Table> tables(DynamoDbAsyncClient dynamoDb) {
    return dynamoDb.listTables().join().tableNames().stream()
        .sorted()
        .map(it -> table(dynamoDb, it))
        .toList();
  }

  private static Table table(DynamoDbAsyncClient dynamoDb, String name) {
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

  private static DynamoDbAsyncClient client(EmbeddedDynamoDb dynamoDb) {
    return DynamoDbClients.forReading(DynamoDbEndpoint.local(dynamoDb.endpoint()), 2);
  }
}
