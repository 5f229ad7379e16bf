package io.storestream.dynamodb.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateGlobalSecondaryIndexAction;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughput;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputDescription;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;

/**
 * The required shape of a table, used to create it and to compare an existing one. All keys are
 * strings.
 *
 * @param key key of the table: HASH, and RANGE if there is one
 * @param indexes global secondary indexes that project all attributes
 * @param expiring whether items expire
 */
record TableShape(List<KeySchemaElement> key, List<Index> indexes, boolean expiring) {

  private static final Index BY_LOCATION =
      new Index(
          StoresTable.LOCATION_INDEX,
          List.of(
              key(StoresTable.COUNTRY, KeyType.HASH),
              key(StoresTable.STATE_CITY_POSTCODE, KeyType.RANGE)),
          true);

  private static final Index BY_CELL =
      new Index(
          StoresTable.CELL_INDEX,
          List.of(
              key(StoresTable.CELL, KeyType.HASH),
              key(StoresTable.GEOHASH_STORE_NUMBER, KeyType.RANGE)),
          false);

  /** The table of stores. */
  static final TableShape STORES =
      new TableShape(
          List.of(key(StoresTable.STORE_NUMBER, KeyType.HASH)),
          List.of(BY_LOCATION, BY_CELL),
          true);

  /** The table of stores without its index by geohash. */
  static final TableShape STORES_WITHOUT_CELLS =
      new TableShape(STORES.key, List.of(BY_LOCATION), true);

  /** The table of counts. */
  static final TableShape COUNTS =
      new TableShape(
          List.of(key(CountsTable.PARENT, KeyType.HASH), key(CountsTable.NAME, KeyType.RANGE)),
          List.of(),
          false);

  /**
   * A global secondary index.
   *
   * @param required whether a table without it is refused; a new table has it in any case
   */
  record Index(String name, List<KeySchemaElement> key, boolean required) {

    private Optional<GlobalSecondaryIndexDescription> of(TableDescription table) {
      return table.globalSecondaryIndexes().stream()
          .filter(it -> it.indexName().equals(name))
          .findFirst();
    }

    private GlobalSecondaryIndex request(@Nullable ProvisionedThroughput throughput) {
      return GlobalSecondaryIndex.builder()
          .indexName(name)
          .keySchema(key)
          .projection(Projection.builder().projectionType(ProjectionType.ALL).build())
          .provisionedThroughput(throughput)
          .build();
    }
  }

  /** Returns whether a table of stores has the index by geohash, in any state. */
  static boolean hasCells(TableDescription table) {
    return BY_CELL.of(table).isPresent();
  }

  /** Returns whether the index by geohash has every item. */
  static boolean isCellIndexActive(TableDescription table) {
    return BY_CELL.of(table).map(it -> it.indexStatus() == IndexStatus.ACTIVE).orElse(false);
  }

  /** Returns the request that adds the index by geohash, with the units of the table. */
  static UpdateTableRequest addCellsRequest(TableDescription table) {
    ProvisionedThroughputDescription units = table.provisionedThroughput();
    Billing billing =
        units == null || units.writeCapacityUnits() == 0
            ? new Billing.OnDemand()
            : new Billing.Provisioned(units.readCapacityUnits(), units.writeCapacityUnits());
    GlobalSecondaryIndex index = BY_CELL.request(throughput(billing));
    CreateGlobalSecondaryIndexAction creation =
        CreateGlobalSecondaryIndexAction.builder()
            .indexName(index.indexName())
            .keySchema(index.keySchema())
            .projection(index.projection())
            .provisionedThroughput(index.provisionedThroughput())
            .build();
    return UpdateTableRequest.builder()
        .tableName(table.tableName())
        .attributeDefinitions(
            BY_CELL.key().stream().map(it -> stringAttribute(it.attributeName())).toList())
        .globalSecondaryIndexUpdates(GlobalSecondaryIndexUpdate.builder().create(creation).build())
        .build();
  }

  CreateTableRequest createRequest(String table, Billing billing) {
    CreateTableRequest.Builder request =
        CreateTableRequest.builder()
            .tableName(table)
            .keySchema(key)
            .attributeDefinitions(keyAttributes().map(TableShape::stringAttribute).toList());
    ProvisionedThroughput throughput = throughput(billing);
    request
        .billingMode(throughput == null ? BillingMode.PAY_PER_REQUEST : BillingMode.PROVISIONED)
        .provisionedThroughput(throughput);
    if (!indexes.isEmpty()) {
      request.globalSecondaryIndexes(indexes.stream().map(it -> it.request(throughput)).toList());
    }
    return request.build();
  }

  private static @Nullable ProvisionedThroughput throughput(Billing billing) {
    return billing instanceof Billing.Provisioned capacity
        ? ProvisionedThroughput.builder()
            .readCapacityUnits(capacity.readUnits())
            .writeCapacityUnits(capacity.writeUnits())
            .build()
        : null;
  }

  /**
   * Returns the differences of an existing table, one sentence each; further attributes and indexes
   * are allowed.
   */
  List<String> differences(TableDescription table) {
    List<String> differences = new ArrayList<>();
    compare(differences, "the table's key", key, table.keySchema());
    indexes.forEach(index -> compareIndex(differences, index, table));
    Map<String, ScalarAttributeType> types = new HashMap<>();
    table.attributeDefinitions().forEach(it -> types.put(it.attributeName(), it.attributeType()));
    keyAttributes()
        .forEach(
            attribute -> {
              ScalarAttributeType type = types.getOrDefault(attribute, ScalarAttributeType.S);
              if (type != ScalarAttributeType.S) {
                differences.add("%s is of type %s, not S".formatted(attribute, type));
              }
            });
    return differences;
  }

  private static void compareIndex(
      List<String> differences, Index expected, TableDescription table) {
    Optional<GlobalSecondaryIndexDescription> actual = expected.of(table);
    if (actual.isEmpty()) {
      if (expected.required()) {
        differences.add("the index " + expected.name() + " is missing");
      }
      return;
    }
    compare(differences, "the key of " + expected.name(), expected.key(), actual.get().keySchema());
    ProjectionType projection = actual.get().projection().projectionType();
    if (projection != ProjectionType.ALL) {
      differences.add("%s holds %s, not ALL attributes".formatted(expected.name(), projection));
    }
  }

  private Stream<String> keyAttributes() {
    return Stream.concat(key.stream(), indexes.stream().flatMap(index -> index.key().stream()))
        .map(KeySchemaElement::attributeName);
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
