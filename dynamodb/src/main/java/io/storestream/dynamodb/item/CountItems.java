package io.storestream.dynamodb.item;

import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import io.storestream.model.Version;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How a count becomes an item and back. Thread-safe. */
public final class CountItems {

  private CountItems() {}

  /**
   * Describes the item of a count.
   *
   * @param sink receives the attributes in the order of {@link CountsTable#ATTRIBUTES}
   */
  public static void describe(LocationCount count, AttributeSink sink) {
    sink.string(CountsTable.PARENT, count.location().partitionKey());
    sink.string(CountsTable.NAME, count.location().sortKey());
    sink.number(CountsTable.COUNT, Long.toString(count.count()));
    sink.number(CountsTable.VERSION, count.version().digits());
  }

  /** Returns the item that {@link #describe} describes. */
  public static Map<String, AttributeValue> toItem(LocationCount count) {
    ItemBuilder item = new ItemBuilder();
    describe(count, item);
    return item.build();
  }

  /** Returns the key of the item of a location, which can't be the world. */
  public static Map<String, AttributeValue> key(Location location) {
    return Map.of(
        CountsTable.PARENT, AttributeValue.fromS(location.partitionKey()),
        CountsTable.NAME, AttributeValue.fromS(location.sortKey()));
  }

  /**
   * Returns the count of an item.
   *
   * @throws IllegalArgumentException if the item holds no count
   */
  public static LocationCount fromItem(Map<String, AttributeValue> item) {
    return new LocationCount(
        locationOf(item),
        NumberAttributes.wholeNumber(item.get(CountsTable.COUNT))
            .orElseThrow(() -> missing(CountsTable.COUNT)),
        version(item));
  }

  /**
   * Returns the location of an item.
   *
   * @throws IllegalArgumentException if it is of none
   */
  public static Location locationOf(Map<String, AttributeValue> item) {
    return Location.parse(text(item, CountsTable.PARENT), text(item, CountsTable.NAME));
  }

  private static String text(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    if (value == null || value.s() == null) {
      throw missing(name);
    }
    return value.s();
  }

  private static Version version(Map<String, AttributeValue> item) {
    AttributeValue version = item.get(CountsTable.VERSION);
    if (version == null) {
      throw missing(CountsTable.VERSION);
    }
    return StoreItems.versionOf(version);
  }

  private static IllegalArgumentException missing(String name) {
    return new IllegalArgumentException("an item without " + name);
  }
}
