package io.storestream.dynamodb.item;

import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import io.storestream.model.Version;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How a count becomes an item and back. Thread-safe. */
public final class CountItems {

  private CountItems() {}

  /** Returns the item of a count. */
  public static Map<String, AttributeValue> toItem(LocationCount count) {
    Map<String, AttributeValue> item = new HashMap<>(key(count.location()));
    item.put(CountsTable.COUNT, AttributeValue.fromN(Long.toString(count.count())));
    item.put(CountsTable.VERSION, StoreItems.versionAttribute(count.version()));
    return item;
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
