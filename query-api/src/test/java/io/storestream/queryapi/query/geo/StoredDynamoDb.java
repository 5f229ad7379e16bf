package io.storestream.queryapi.query.geo;

import io.storestream.dynamodb.item.CountItems;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import io.storestream.model.geo.Cell;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * A DynamoDB in memory that answers the queries for cells: counts by parent, and stores by cell.
 */
final class StoredDynamoDb implements DynamoDbAsyncClient {

  /** How many items a page of DynamoDB has here. */
  static final int PAGE_ITEMS = 7;

  /** What a query costs here. */
  static final double READ_UNITS = 0.5;

  /** Answers wait for it. */
  volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

  /** Why the index can't be queried. */
  volatile @Nullable String indexRefusal;

  private final Map<String, TreeMap<String, Map<String, AttributeValue>>> counts = new HashMap<>();
  private final Map<String, List<Map<String, AttributeValue>>> stores = new HashMap<>();
  private final List<String> queried = new ArrayList<>();

  /** Has these stores, in the index and in the counts. */
  static StoredDynamoDb of(Collection<VersionedStore> stores) {
    StoredDynamoDb dynamoDb = new StoredDynamoDb();
    stores.forEach(dynamoDb::index);
    stores.stream()
        .flatMap(store -> Cell.of(Objects.requireNonNull(store.store())).stream())
        .flatMap(cell -> cell.location().lineage().stream())
        .collect(Collectors.groupingBy(location -> location, Collectors.counting()))
        .forEach(dynamoDb::count);
    return dynamoDb;
  }

  /** Sets the count of a cell. */
  void count(Location cell, long count) {
    LocationCount counted = new LocationCount(cell, count, new Version(0, 1));
    counts
        .computeIfAbsent(cell.partitionKey(), parent -> new TreeMap<>())
        .put(cell.sortKey(), CountItems.toItem(counted));
  }

  /** Adds a store to the index alone. */
  void index(VersionedStore store) {
    Map<String, AttributeValue> item = StoreItems.toItem(store, Instant.EPOCH);
    AttributeValue cell = item.get(StoresTable.CELL);
    if (cell != null) {
      List<Map<String, AttributeValue>> items =
          stores.computeIfAbsent(cell.s(), it -> new ArrayList<>());
      items.add(item);
      items.sort(Comparator.comparing(StoredDynamoDb::sortKey));
    }
  }

  /** Returns the keys of all partitions that were queried since the last call, in this order. */
  synchronized List<String> takeQueried() {
    List<String> taken = List.copyOf(queried);
    queried.clear();
    return taken;
  }

  @Override
  public CompletableFuture<QueryResponse> query(QueryRequest request) {
    String key = request.expressionAttributeValues().values().iterator().next().s();
    synchronized (this) {
      queried.add(key);
    }
    if (request.indexName() != null && indexRefusal != null) {
      return CompletableFuture.failedFuture(
          DynamoDbException.builder()
              .awsErrorDetails(
                  AwsErrorDetails.builder()
                      .errorCode("ValidationException")
                      .errorMessage(indexRefusal)
                      .build())
              .build());
    }
    return gate.thenApply(open -> page(request, key));
  }

  private QueryResponse page(QueryRequest request, String key) {
    List<Map<String, AttributeValue>> items =
        request.indexName() == null
            ? List.copyOf(counts.getOrDefault(key, new TreeMap<>()).values())
            : stores.getOrDefault(key, List.of());
    QueryResponse.Builder page =
        QueryResponse.builder()
            .consumedCapacity(ConsumedCapacity.builder().capacityUnits(READ_UNITS).build());
    if (request.indexName() == null) {
      return page.items(items).build();
    }
    List<Map<String, AttributeValue>> rest =
        items.stream()
            .filter(
                it ->
                    !request.hasExclusiveStartKey()
                        || sortKey(it).compareTo(sortKey(request.exclusiveStartKey())) > 0)
            .toList();
    int end = Math.min(rest.size(), Math.min(PAGE_ITEMS, request.limit()));
    page.items(rest.subList(0, end)).count(end);
    return end < rest.size() ? page.lastEvaluatedKey(rest.get(end - 1)).build() : page.build();
  }

  private static String sortKey(Map<String, AttributeValue> item) {
    return Objects.requireNonNull(item.get(StoresTable.GEOHASH_STORE_NUMBER)).s();
  }

  @Override
  public String serviceName() {
    return "dynamodb";
  }

  @Override
  public void close() {}
}
