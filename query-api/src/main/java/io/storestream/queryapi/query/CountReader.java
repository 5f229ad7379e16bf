package io.storestream.queryapi.query;

import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import io.storestream.dynamodb.item.CountItems;
import io.storestream.dynamodb.schema.CountsTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * Reads how many stores a place has from the table of counts, without ever blocking. Thread-safe.
 *
 * <p>Futures fail as those of {@link StoreReader}.
 */
public final class CountReader {

  private final DynamoDbAsyncClient dynamoDb;
  private final String table;

  public CountReader(DynamoDbAsyncClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  /** Returns how many stores a place has, which is not the world: one item is read for it. */
  public CompletableFuture<Long> count(Location location) {
    return dynamoDb
        .getItem(request -> request.tableName(table).key(CountItems.key(location)))
        .thenApply(response -> response.hasItem() ? count(response.item()).count() : 0L);
  }

  /** Returns the places right below one that have stores, by name. */
  public CompletableFuture<List<LocationCount>> children(Location parent) {
    List<LocationCount> children = new ArrayList<>();
    QueryRequest request =
        QueryRequest.builder()
            .tableName(table)
            .keyConditionExpression("#parent = :parent")
            .expressionAttributeNames(Map.of("#parent", CountsTable.PARENT))
            .expressionAttributeValues(Map.of(":parent", AttributeValue.fromS(parent.path())))
            .build();
    return PagedQuery.run(
        dynamoDb,
        request,
        page -> {
          page.items().forEach(item -> children.add(count(item)));
          return true;
        },
        () ->
            children.stream()
                .filter(child -> child.count() > 0)
                // The order of the table is that of encoded names.
                .sorted(Comparator.comparing(child -> child.location().name()))
                .toList());
  }

  private static LocationCount count(Map<String, AttributeValue> item) {
    try {
      return CountItems.fromItem(item);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "the item of count %s is unreadable: %s".formatted(item, e.getMessage()), e);
    }
  }
}
