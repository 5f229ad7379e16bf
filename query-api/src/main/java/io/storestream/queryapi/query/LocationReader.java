package io.storestream.queryapi.query;

import io.storestream.dynamodb.item.CountItems;
import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import io.storestream.model.LocationLookup;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * Reads locations and their counts from the table of counts, and postcodes from the table of
 * stores. Never blocks. Thread-safe.
 *
 * <p>Futures fail as those of {@link StoreReader}.
 */
public final class LocationReader {

  private static final int CITY_DEPTH = 3;

  private final DynamoDbAsyncClient dynamoDb;
  private final String table;
  private final StoreReader stores;

  /**
   * @param table the table of stores, which names the table of counts
   */
  public LocationReader(DynamoDbAsyncClient dynamoDb, String table, StoreReader stores) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.stores = stores;
  }

  /** Returns the location of a lookup, without its postcode. */
  public static Location locationOf(LocationLookup lookup) {
    return new Location(
        Stream.of(lookup.country(), lookup.state(), lookup.city())
            .filter(Objects::nonNull)
            .toList());
  }

  /** Returns how many stores a lookup finds. Reads one item, or all stores of a postcode. */
  public CompletableFuture<Long> count(LocationLookup lookup) {
    return lookup.postcode() == null ? count(locationOf(lookup)) : stores.count(lookup);
  }

  private CompletableFuture<Long> count(Location location) {
    return dynamoDb
        .getItem(
            request -> request.tableName(CountsTable.nameFor(table)).key(CountItems.key(location)))
        .thenApply(response -> response.hasItem() ? count(response.item()).count() : 0L);
  }

  /**
   * Returns the deepest location above the last name of a lookup that has stores, with its
   * children: that is where the first unknown name of the lookup is missing. It may be the world.
   *
   * <p>Reads an item for each level from the bottom up to that location, and its children.
   */
  public CompletableFuture<CountedLocation> nearest(LocationLookup lookup) {
    Location location = locationOf(lookup);
    return nearest(lookup.postcode() == null ? location.parent() : location);
  }

  private CompletableFuture<CountedLocation> nearest(Location location) {
    return location.isWorld()
        ? read(location)
        : count(location)
            .thenCompose(
                count ->
                    count == 0
                        ? nearest(location.parent())
                        : childrenOf(location)
                            .thenApply(below -> new CountedLocation(location, count, below)));
  }

  /**
   * Returns a location with its children. One without stores has count zero and no children.
   *
   * <p>Location and children are two reads of counts that are written one by one, so for moments
   * the children may not add up to the location's count.
   */
  public CompletableFuture<CountedLocation> read(Location location) {
    CompletableFuture<SortedMap<String, Long>> children = childrenOf(location);
    CompletableFuture<Long> count =
        location.isWorld()
            ? children.thenApply(countries -> sum(countries.values()))
            : count(location);
    CompletableFuture<CountedLocation> read =
        count.thenCombine(children, (own, below) -> new CountedLocation(location, own, below));
    // A caller that gives up does not need the remaining pages of children.
    CompletableFuture<CountedLocation> unused =
        read.whenComplete((done, failure) -> children.cancel(false));
    return read;
  }

  private CompletableFuture<SortedMap<String, Long>> childrenOf(Location location) {
    return location.depth() == CITY_DEPTH ? postcodes(location) : children(location);
  }

  private CompletableFuture<SortedMap<String, Long>> postcodes(Location city) {
    List<String> names = city.names();
    return stores.postcodes(new LocationLookup(names.get(0), names.get(1), names.get(2), null));
  }

  private CompletableFuture<SortedMap<String, Long>> children(Location parent) {
    SortedMap<String, Long> children = new TreeMap<>();
    return PagedQuery.run(
        dynamoDb,
        childrenRequest(table, parent),
        page -> {
          for (Map<String, AttributeValue> item : page.items()) {
            LocationCount child = count(item);
            if (child.count() > 0) {
              children.put(child.location().name(), child.count());
            }
          }
          return true;
        },
        () -> children);
  }

  /**
   * Returns the query for the counts right below a location.
   *
   * @param table the table of stores, which names the table of counts
   */
  public static QueryRequest childrenRequest(String table, Location parent) {
    return QueryRequest.builder()
        .tableName(CountsTable.nameFor(table))
        .keyConditionExpression("#parent = :parent")
        .expressionAttributeNames(Map.of("#parent", CountsTable.PARENT))
        .expressionAttributeValues(Map.of(":parent", AttributeValue.fromS(parent.path())))
        .build();
  }

  private static long sum(Collection<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Returns the count of an item.
   *
   * @throws IllegalStateException if the item holds none
   */
  public static LocationCount count(Map<String, AttributeValue> item) {
    try {
      return CountItems.fromItem(item);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "the item of count %s is unreadable: %s".formatted(item, e.getMessage()), e);
    }
  }
}
