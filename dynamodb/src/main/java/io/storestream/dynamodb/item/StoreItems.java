package io.storestream.dynamodb.item;

import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.model.AcceptedState;
import io.storestream.model.LocationKey;
import io.storestream.model.Store;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import io.storestream.model.geo.Cell;
import io.storestream.model.geo.GeoPoint;
import io.storestream.model.text.NormalizedName;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The codec of the items of the stores table. Thread-safe. */
public final class StoreItems {

  /**
   * How long the tombstone of a deleted store stays. It only has to outlive the latest write that
   * can be in flight; a month also lets people see that a store was there.
   */
  public static final Duration TOMBSTONE_RETENTION = Duration.ofDays(30);

  /**
   * The version of an item that another program wrote, without one. No event has it: it would be
   * the millionth content of a store in the first moment of 1970.
   */
  public static final Version UNVERSIONED = new Version(0, Version.REVISIONS - 1);

  /**
   * Code points of a store number in the sort key of the index by geohash, which DynamoDB limits to
   * 1,024 bytes. Keys of an index may be equal.
   */
  private static final int MAX_NUMBER_IN_SORT_KEY = 250;

  private static final Set<String> OWN = Set.copyOf(StoresTable.ATTRIBUTES);

  private StoreItems() {}

  /**
   * Describes the item of a store: what is missing is left out, the country is normalized, all else
   * as given. A deleted store becomes a tombstone, which has a version but no location.
   *
   * @param acceptedAt from when the retention of a tombstone counts
   * @param sink receives the attributes in the order of {@link StoresTable#ATTRIBUTES}
   */
  public static void describe(VersionedStore state, Instant acceptedAt, AttributeSink sink) {
    sink.string(StoresTable.STORE_NUMBER, state.storeNumber());
    sink.number(StoresTable.VERSION, state.version().digits());
    sink.string(StoresTable.UPDATED_AT, TimeText.of(state.version().updatedAt()));
    Store store = state.store();
    if (store == null) {
      sink.number(StoresTable.EXPIRES_AT, Long.toString(expiryOf(acceptedAt).getEpochSecond()));
      return;
    }
    LocationKey location = LocationKey.of(store);
    for (StoreField field : StoreField.values()) {
      String text = field == StoreField.COUNTRY ? location.partitionKey() : field.textOf(store);
      if (text != null) {
        sink.string(StoresTable.attributeOf(field), text);
      }
    }
    sink.string(StoresTable.STATE_CITY_POSTCODE, location.sortKey());
    GeoPoint.of(store).ifPresent(point -> describe(point, state.storeNumber(), sink));
  }

  private static void describe(GeoPoint point, String storeNumber, AttributeSink sink) {
    String geohash = Cell.geohash(point);
    sink.string(StoresTable.CELL, geohash.substring(0, Cell.LEVELS));
    sink.string(StoresTable.GEOHASH_STORE_NUMBER, geohash + '#' + firstOf(storeNumber));
  }

  private static String firstOf(String storeNumber) {
    int length = storeNumber.length();
    if (length <= MAX_NUMBER_IN_SORT_KEY) {
      return storeNumber;
    }
    int kept = Math.min(MAX_NUMBER_IN_SORT_KEY, storeNumber.codePointCount(0, length));
    return storeNumber.substring(0, storeNumber.offsetByCodePoints(0, kept));
  }

  /** Returns the item that {@link #describe} describes. */
  public static Map<String, AttributeValue> toItem(VersionedStore state, Instant acceptedAt) {
    ItemBuilder item = new ItemBuilder();
    describe(state, acceptedAt, item);
    return item.build();
  }

  /** Returns the item of a state. */
  public static Map<String, AttributeValue> toItem(AcceptedState accepted) {
    return toItem(accepted.state(), accepted.acceptedAt());
  }

  /** Returns what an ingester writes of an item, without the attributes of other programs. */
  public static Map<String, AttributeValue> own(Map<String, AttributeValue> item) {
    if (OWN.containsAll(item.keySet())) {
      return item;
    }
    Map<String, AttributeValue> own = new HashMap<>(item);
    own.keySet().retainAll(OWN);
    return own;
  }

  /** Returns a new item that keeps the attributes of other programs in the one it replaces. */
  public static Map<String, AttributeValue> withOthers(
      Map<String, AttributeValue> item, Map<String, AttributeValue> replaced) {
    Map<String, AttributeValue> all = new HashMap<>(replaced);
    all.keySet().removeAll(OWN);
    all.putAll(item);
    return all;
  }

  /** Returns until when the tombstone of a store is kept that was accepted as deleted at a time. */
  public static Instant expiryOf(Instant acceptedAt) {
    return acceptedAt.plus(TOMBSTONE_RETENTION);
  }

  /** Returns a version as the table holds it. */
  public static AttributeValue versionAttribute(Version version) {
    return AttributeValue.fromN(version.digits());
  }

  /**
   * Returns the version that an attribute holds, in whatever spelling of its number.
   *
   * @throws IllegalArgumentException if it holds none
   */
  public static Version versionOf(AttributeValue attribute) {
    if (attribute.n() == null) {
      throw new IllegalArgumentException(StoresTable.VERSION + " is not a number");
    }
    return Version.parse(attribute.n());
  }

  /**
   * Returns the store of an item; its country is normalized. An item that another program wrote,
   * with no version, has the version {@link #UNVERSIONED}.
   *
   * @throws IllegalArgumentException if the item holds no valid store
   */
  public static VersionedStore fromItem(Map<String, AttributeValue> item) {
    String storeNumber = storeNumberOf(item);
    String country = text(item, StoresTable.COUNTRY);
    AttributeValue version = item.get(StoresTable.VERSION);
    return new VersionedStore(
        storeNumber,
        version == null ? UNVERSIONED : versionOf(version),
        country == null ? null : store(storeNumber, NormalizedName.decode(country), item));
  }

  /**
   * Returns the store number of an item.
   *
   * @throws IllegalArgumentException if the item has no store number
   */
  public static String storeNumberOf(Map<String, AttributeValue> item) {
    String storeNumber = text(item, StoresTable.STORE_NUMBER);
    if (storeNumber == null) {
      throw new IllegalArgumentException("an item without " + StoresTable.STORE_NUMBER);
    }
    return storeNumber;
  }

  private static Store store(String storeNumber, String country, Map<String, AttributeValue> item) {
    StoreBuilder builder = new StoreBuilder().storeNumber(storeNumber);
    for (StoreField field : StoreField.values()) {
      builder.set(field, text(item, StoresTable.attributeOf(field)));
    }
    return builder.set(StoreField.COUNTRY, country).build();
  }

  private static @Nullable String text(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    return value == null ? null : value.s();
  }
}
