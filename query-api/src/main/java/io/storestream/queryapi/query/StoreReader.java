package io.storestream.queryapi.query;

import io.storestream.model.KeyForm;
import io.storestream.model.LocationLookup;
import io.storestream.model.VersionedStore;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.dynamodb.schema.StoresTable;
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
 * Reads stores from the table, without ever blocking. Thread-safe.
 *
 * <p>Reads are eventually consistent unless said otherwise: the index offers nothing else, and by
 * number they cost half. Futures fail with {@link
 * software.amazon.awssdk.core.exception.SdkException} if DynamoDB does not answer or refuses.
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
   * @param consistent whether to see every write that was acknowledged before, at twice the cost
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
   * Returns the stores of a place that follow a position: {@code limit} of them if there are as
   * many, however many pages DynamoDB, which ends one at 1 MB, makes of them. Fewer only if they
   * have more than {@link StorePageBuilder#MAX_KILOBYTES} of text together.
   *
   * @param after {@code null} to begin at the beginning
   * @param limit one or more
   * @param memory is told how large the page becomes
   */
  public CompletableFuture<StorePage> page(
      LocationLookup lookup, @Nullable IndexPosition after, int limit, PageMemory.Share memory) {
    // One more than asked for tells whether anything follows, so that no page is empty but the
    // only one.
    int wanted = limit + 1;
    QueryRequest.Builder request = query(lookup).limit(wanted);
    if (after != null) {
      request.exclusiveStartKey(key(lookup, after));
    }
    StorePageBuilder stores = new StorePageBuilder(limit, memory);
    return PagedQuery.run(
        dynamoDb, request.build(), page -> stores.add(page.items()), stores::page);
  }

  /**
   * Returns stores of a place that follow a position, as many as DynamoDB makes one page of: a
   * thousand, or 1 MB.
   *
   * @param after {@code null} to begin at the beginning
   */
  public CompletableFuture<StorePage> batch(LocationLookup lookup, @Nullable IndexPosition after) {
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
                    response.hasLastEvaluatedKey() ? position(response.lastEvaluatedKey()) : null));
  }

  /** Returns how many stores each postcode of a city has; those without one are under "". */
  public CompletableFuture<SortedMap<String, Long>> postcodes(LocationLookup city) {
    SortedMap<String, Long> counts = new TreeMap<>();
    int prefix = city.sortKeyPrefix().length();
    // The place is among the names of every query that is narrower than a country.
    return PagedQuery.run(
        dynamoDb,
        query(city).projectionExpression("#place").build(),
        page -> {
          for (Map<String, AttributeValue> item : page.items()) {
            String sortKey = keyAttribute(item, StoresTable.STATE_CITY_POSTCODE);
            counts.merge(KeyForm.decode(sortKey.substring(prefix)), 1L, Long::sum);
          }
          return true;
        },
        () -> counts);
  }

  /** Returns how many stores a place has. DynamoDB reads them all to count them. */
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
      names.put("#place", StoresTable.STATE_CITY_POSTCODE);
      values.put(":prefix", AttributeValue.fromS(lookup.sortKeyPrefix()));
      condition += " AND begins_with(#place, :prefix)";
    }
    return QueryRequest.builder()
        .tableName(table)
        .indexName(StoresTable.LOCATION_INDEX)
        .keyConditionExpression(condition)
        .expressionAttributeNames(names)
        .expressionAttributeValues(values);
  }

  private static Map<String, AttributeValue> key(LocationLookup lookup, IndexPosition position) {
    return Map.of(
        StoresTable.COUNTRY, AttributeValue.fromS(lookup.partitionKey()),
        StoresTable.STATE_CITY_POSTCODE, AttributeValue.fromS(position.sortKey()),
        StoresTable.STORE_NUMBER, AttributeValue.fromS(position.storeNumber()));
  }

  public static IndexPosition position(Map<String, AttributeValue> item) {
    return new IndexPosition(
        keyAttribute(item, StoresTable.STATE_CITY_POSTCODE),
        keyAttribute(item, StoresTable.STORE_NUMBER));
  }

  private static String keyAttribute(Map<String, AttributeValue> item, String name) {
    return Objects.requireNonNull(item.get(name), name).s();
  }

  public static VersionedStore store(Map<String, AttributeValue> item) {
    try {
      return StoreItems.fromItem(item);
    } catch (IllegalArgumentException e) {
      // Only another program can have written it; its number is needed to find it.
      throw new IllegalStateException(
          "the item of store %s is unreadable: %s"
              .formatted(keyAttribute(item, StoresTable.STORE_NUMBER), e.getMessage()),
          e);
    }
  }
}
