package io.storestream.queryapi.query;

import io.storestream.dynamodb.item.StoreItems;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.model.LocationLookup;
import io.storestream.model.VersionedStore;
import io.storestream.model.text.NormalizedName;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.Select;

/**
 * Reads stores from the table. Never blocks. Thread-safe.
 *
 * <p>Reads are eventually consistent by default: the index offers nothing else, and reads by number
 * cost half. Futures fail with {@link software.amazon.awssdk.core.exception.SdkException} if
 * DynamoDB does not answer or refuses.
 */
public final class StoreReader {

  private static final int BATCH_ITEMS = 1000;

  private final DynamoDbAsyncClient dynamoDb;
  private final String table;

  public StoreReader(DynamoDbAsyncClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  /**
   * Returns the store with this number, unless there is none or it is deleted.
   *
   * @param consistent whether to see every write acknowledged before, at twice the cost
   */
  public CompletableFuture<Optional<VersionedStore>> read(String storeNumber, boolean consistent) {
    return dynamoDb
        .getItem(
            request ->
                request
                    .tableName(table)
                    .consistentRead(consistent)
                    .key(Map.of(StoresTable.STORE_NUMBER, AttributeValue.fromS(storeNumber))))
        .thenApply(
            response ->
                response.hasItem()
                    ? Optional.of(store(response.item())).filter(store -> !store.isDeleted())
                    : Optional.empty());
  }

  /**
   * Returns the stores of a location that follow a position: {@code limit} of them if there are as
   * many, even if DynamoDB, which ends its pages at 1 MB, needs several. Returns fewer only if they
   * have more than {@link StorePage#MAX_KILOBYTES} of text together.
   *
   * @param after {@code null} for the first page
   * @param limit one or more
   * @param memory is told how large the page becomes
   */
  public CompletableFuture<StorePage> page(
      LocationLookup lookup,
      StorePage.@Nullable Position after,
      int limit,
      PageMemory.Share memory) {
    // One item more tells whether stores follow, so that no last page is empty.
    int wanted = limit + 1;
    QueryRequest.Builder request = query(lookup).limit(wanted);
    if (after != null) {
      request.exclusiveStartKey(key(lookup, after));
    }
    StorePage.Builder stores =
        new StorePage.Builder(limit, memory::hold, StoresTable.STATE_CITY_POSTCODE);
    return PagedQuery.run(
        dynamoDb, request.build(), page -> stores.add(page.items()), stores::build);
  }

  /**
   * Returns the stores of a location that follow a position, in batches. Reads when it is asked.
   *
   * @param after {@code null} to start at the first store
   */
  public StoreBatches batches(LocationLookup lookup, StorePage.@Nullable Position after) {
    return new LocationBatches(this, lookup, after);
  }

  /** Returns all stores of the table in batches. Reads when it is asked. */
  public StoreBatches allBatches() {
    return new TableBatches(dynamoDb, table, BATCH_ITEMS);
  }

  /**
   * Returns one page of DynamoDB, the stores of a location that follow a position: at most 1,000,
   * and at most 1 MB.
   *
   * @param after {@code null} for the first page
   */
  CompletableFuture<StorePage> batch(LocationLookup lookup, StorePage.@Nullable Position after) {
    QueryRequest.Builder request = query(lookup).limit(BATCH_ITEMS);
    if (after != null) {
      request.exclusiveStartKey(key(lookup, after));
    }
    return dynamoDb
        .query(request.build())
        .thenApply(
            response ->
                new StorePage(
                    response.items().stream().map(StoreReader::store).toList(),
                    response.hasLastEvaluatedKey()
                        ? position(response.lastEvaluatedKey(), StoresTable.STATE_CITY_POSTCODE)
                        : null));
  }

  /** Returns how many stores each postcode of a city has; the empty postcode stands for none. */
  CompletableFuture<SortedMap<String, Long>> postcodes(LocationLookup city) {
    SortedMap<String, Long> counts = new TreeMap<>();
    int prefix = city.sortKeyPrefix().length();
    // Every query of a state or city has the name #location.
    return PagedQuery.run(
        dynamoDb,
        query(city).projectionExpression("#location").build(),
        page -> {
          for (Map<String, AttributeValue> item : page.items()) {
            String sortKey = keyAttribute(item, StoresTable.STATE_CITY_POSTCODE);
            counts.merge(NormalizedName.decode(sortKey.substring(prefix)), 1L, Long::sum);
          }
          return true;
        },
        () -> counts);
  }

  /** Returns how many stores a location has. DynamoDB reads all of them. */
  public CompletableFuture<Long> count(LocationLookup lookup) {
    AtomicLong count = new AtomicLong();
    return PagedQuery.run(
        dynamoDb,
        query(lookup).select(Select.COUNT).build(),
        page -> {
          count.addAndGet(page.count());
          return true;
        },
        count::get);
  }

  private QueryRequest.Builder query(LocationLookup lookup) {
    Map<String, String> names = new HashMap<>();
    Map<String, AttributeValue> values = new HashMap<>();
    names.put("#country", StoresTable.COUNTRY);
    values.put(":country", AttributeValue.fromS(lookup.partitionKey()));
    String condition = "#country = :country";
    if (!lookup.sortKeyPrefix().isEmpty()) {
      names.put("#location", StoresTable.STATE_CITY_POSTCODE);
      values.put(":prefix", AttributeValue.fromS(lookup.sortKeyPrefix()));
      condition += " AND begins_with(#location, :prefix)";
    }
    return QueryRequest.builder()
        .tableName(table)
        .indexName(StoresTable.LOCATION_INDEX)
        .keyConditionExpression(condition)
        .expressionAttributeNames(names)
        .expressionAttributeValues(values);
  }

  private static Map<String, AttributeValue> key(
      LocationLookup lookup, StorePage.Position position) {
    return Map.of(
        StoresTable.COUNTRY, AttributeValue.fromS(lookup.partitionKey()),
        StoresTable.STATE_CITY_POSTCODE, AttributeValue.fromS(position.sortKey()),
        StoresTable.STORE_NUMBER, AttributeValue.fromS(position.storeNumber()));
  }

  /** Returns the position of an item of an index with this sort key, or of a key of it. */
  public static StorePage.Position position(Map<String, AttributeValue> item, String sortKey) {
    return new StorePage.Position(
        keyAttribute(item, sortKey), keyAttribute(item, StoresTable.STORE_NUMBER));
  }

  private static String keyAttribute(Map<String, AttributeValue> item, String name) {
    return Objects.requireNonNull(item.get(name), name).s();
  }

  /**
   * Returns the store of an item.
   *
   * @throws IllegalStateException if the item holds no valid store
   */
  public static VersionedStore store(Map<String, AttributeValue> item) {
    try {
      return StoreItems.fromItem(item);
    } catch (IllegalArgumentException e) {
      // Another program wrote it; the number helps to find it.
      throw new IllegalStateException(
          "the item of store %s is unreadable: %s"
              .formatted(keyAttribute(item, StoresTable.STORE_NUMBER), e.getMessage()),
          e);
    }
  }
}
