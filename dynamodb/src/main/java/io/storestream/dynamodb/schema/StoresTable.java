package io.storestream.dynamodb.schema;

import io.storestream.model.StoreField;
import io.storestream.model.geo.Cell;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The names in the table of stores.
 *
 * <p>The table has one item for each store, under its number; one index finds stores by location,
 * the other, which is optional, by geohash. The item of a deleted store has no location, so it is
 * in neither, and a store without coordinates is not in the second. All attributes are strings
 * except {@link #VERSION} and {@link #EXPIRES_AT}.
 */
public final class StoresTable {

  /** The default name of the table. */
  public static final String DEFAULT_NAME = "StarbucksLocations";

  /** Partition key of the table. */
  public static final String STORE_NUMBER = "StoreNumber";

  /** The index by location; it projects all attributes. */
  public static final String LOCATION_INDEX = "StoreLocationIndex";

  /** Partition key of the index: {@link io.storestream.model.LocationKey#partitionKey()}. */
  public static final String COUNTRY = "Country";

  /** Sort key of the index: {@link io.storestream.model.LocationKey#sortKey()}. */
  public static final String STATE_CITY_POSTCODE = "StateCityPostcode";

  /** The optional index by geohash; it projects all attributes. */
  public static final String CELL_INDEX = "StoreCellIndex";

  /** Partition key of that index: the geohash of the store's {@link Cell}, of 5 characters. */
  public static final String CELL = "Cell";

  /** Sort key of that index: the geohash of the store, of 12 characters, and its number. */
  public static final String GEOHASH_STORE_NUMBER = "GeohashStoreNumber";

  /** Number: {@link io.storestream.model.Version#value()}; a lower one never replaces a higher. */
  public static final String VERSION = "Version";

  /** When the state became true, ISO 8601 in UTC. It is for people; conditions use the version. */
  public static final String UPDATED_AT = "UpdatedAt";

  /**
   * Number, epoch seconds: when DynamoDB may delete the tombstone of a deleted store. Only on
   * tombstones.
   */
  public static final String EXPIRES_AT = "ExpiresAt";

  private static final Map<StoreField, String> FIELDS = fields();

  /** All attributes that the ingester writes, the key first. */
  public static final List<String> ATTRIBUTES = attributes();

  private StoresTable() {}

  /** Returns the attribute that holds a field, such as {@code StoreName}. */
  public static String attributeOf(StoreField field) {
    return Objects.requireNonNull(FIELDS.get(field));
  }

  private static Map<StoreField, String> fields() {
    Map<StoreField, String> names = new EnumMap<>(StoreField.class);
    for (StoreField field : StoreField.values()) {
      String name = field.jsonName();
      names.put(field, Character.toUpperCase(name.charAt(0)) + name.substring(1));
    }
    return names;
  }

  private static List<String> attributes() {
    List<String> names = new ArrayList<>(List.of(STORE_NUMBER, VERSION, UPDATED_AT, EXPIRES_AT));
    names.addAll(FIELDS.values());
    names.add(STATE_CITY_POSTCODE);
    names.add(CELL);
    names.add(GEOHASH_STORE_NUMBER);
    return List.copyOf(names);
  }
}
