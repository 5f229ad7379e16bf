package io.storestream.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughput;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** What the table of stores has to look like: to create one, and to see where another differs. */
final class TableShape {

  private static final List<KeySchemaElement> TABLE_KEY =
      List.of(key(StoresTable.STORE_NUMBER, KeyType.HASH));
  private static final List<KeySchemaElement> INDEX_KEY =
      List.of(
          key(StoresTable.COUNTRY, KeyType.HASH),
          key(StoresTable.STATE_CITY_POSTCODE, KeyType.RANGE));
  private static final List<String> KEY_ATTRIBUTES =
      List.of(StoresTable.STORE_NUMBER, StoresTable.COUNTRY, StoresTable.STATE_CITY_POSTCODE);

  private TableShape() {}

  static CreateTableRequest createRequest(String table, Billing billing) {
    CreateTableRequest.Builder request =
        CreateTableRequest.builder()
            .tableName(table)
            .keySchema(TABLE_KEY)
            .attributeDefinitions(
                KEY_ATTRIBUTES.stream().map(TableShape::stringAttribute).toList());
    GlobalSecondaryIndex.Builder index =
        GlobalSecondaryIndex.builder()
            .indexName(StoresTable.LOCATION_INDEX)
            .keySchema(INDEX_KEY)
            .projection(Projection.builder().projectionType(ProjectionType.ALL).build());
    if (billing instanceof Billing.Provisioned capacity) {
      ProvisionedThroughput throughput =
          ProvisionedThroughput.builder()
              .readCapacityUnits(capacity.readUnits())
              .writeCapacityUnits(capacity.writeUnits())
              .build();
      request.billingMode(BillingMode.PROVISIONED).provisionedThroughput(throughput);
      index.provisionedThroughput(throughput);
    } else {
      request.billingMode(BillingMode.PAY_PER_REQUEST);
    }
    return request.globalSecondaryIndexes(index.build()).build();
  }

  /**
   * Returns where a table differs, one sentence each; further attributes and indexes do not matter.
   */
  static List<String> differences(TableDescription table) {
    List<String> differences = new ArrayList<>();
    compare(differences, "the table's key", TABLE_KEY, table.keySchema());
    Optional<GlobalSecondaryIndexDescription> index =
        table.globalSecondaryIndexes().stream()
            .filter(it -> it.indexName().equals(StoresTable.LOCATION_INDEX))
            .findFirst();
    if (index.isEmpty()) {
      differences.add("the index " + StoresTable.LOCATION_INDEX + " is missing");
    } else {
      compare(
          differences,
          "the key of " + StoresTable.LOCATION_INDEX,
          INDEX_KEY,
          index.get().keySchema());
      ProjectionType projection = index.get().projection().projectionType();
      if (projection != ProjectionType.ALL) {
        differences.add(
            "%s holds %s, not ALL attributes".formatted(StoresTable.LOCATION_INDEX, projection));
      }
    }
    Map<String, ScalarAttributeType> types = new HashMap<>();
    table.attributeDefinitions().forEach(it -> types.put(it.attributeName(), it.attributeType()));
    for (String attribute : KEY_ATTRIBUTES) {
      ScalarAttributeType type = types.getOrDefault(attribute, ScalarAttributeType.S);
      if (type != ScalarAttributeType.S) {
        differences.add("%s is of type %s, not S".formatted(attribute, type));
      }
    }
    return differences;
  }

  private static void compare(
      List<String> differences,
      String what,
      List<KeySchemaElement> expected,
      List<KeySchemaElement> actual) {
    if (!expected.equals(actual)) {
      differences.add("%s is %s, not %s".formatted(what, text(actual), text(expected)));
    }
  }

  private static String text(List<KeySchemaElement> key) {
    return String.join(
        ", ", key.stream().map(it -> it.keyTypeAsString() + " " + it.attributeName()).toList());
  }

  private static KeySchemaElement key(String attribute, KeyType type) {
    return KeySchemaElement.builder().attributeName(attribute).keyType(type).build();
  }

  private static AttributeDefinition stringAttribute(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }
}
