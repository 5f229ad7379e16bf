package io.storestream.benchmarks.contestant;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A change event as glue code of a peer reads it: bound to records by Jackson, not validated.
 * Immutable.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PeerEvent(
    @Nullable String type,
    String storeNumber,
    @Nullable String updatedAt,
    @Nullable PeerStore store) {

  private static final String DELETE = "DELETE";

  private static final ObjectReader READER =
      JsonMapper.builder().build().readerFor(PeerEvent.class);

  /** The content of a store. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record PeerStore(
      @Nullable String brand,
      @Nullable String storeName,
      @Nullable String ownershipType,
      @Nullable String streetAddress,
      @Nullable String city,
      @Nullable String state,
      String country,
      @Nullable String postcode,
      @Nullable String phoneNumber,
      @Nullable String timezone,
      @Nullable BigDecimal longitude,
      @Nullable BigDecimal latitude) {}

  /**
   * Parses the value of a record.
   *
   * @throws IOException if it is no event
   */
  public static PeerEvent parse(byte[] value) throws IOException {
    return READER.readValue(value);
  }

  /**
   * Reads a record. One without a value deletes the store that its key names; an event without a
   * time has that of its record.
   *
   * @param timestampMs timestamp of the record
   * @throws UnusableEventException if the value is no event
   */
  public static PeerEvent read(byte[] key, byte @Nullable [] value, long timestampMs)
      throws UnusableEventException {
    if (value == null) {
      return new PeerEvent(DELETE, new String(key, StandardCharsets.UTF_8), null, null);
    }
    PeerEvent event;
    try {
      event = parse(value);
    } catch (IOException e) {
      throw new UnusableEventException("no event: " + e.getMessage());
    }
    if (event.storeNumber == null || event.storeNumber.isBlank()) {
      throw new UnusableEventException("an event without a store number");
    }
    if (event.store == null && !event.isDelete()) {
      throw new UnusableEventException("an event without a store");
    }
    return event.updatedAt != null
        ? event
        : new PeerEvent(
            event.type,
            event.storeNumber,
            Instant.ofEpochMilli(timestampMs).toString(),
            event.store);
  }

  /** Returns whether the event deletes its store. */
  public boolean isDelete() {
    return DELETE.equals(type);
  }

  /** Returns the key of the item. */
  public Map<String, AttributeValue> toKey() {
    return Map.of("StoreNumber", AttributeValue.fromS(storeNumber));
  }

  /** Returns the item, with the attributes that storestream writes. */
  public Map<String, AttributeValue> toItem() {
    if (store == null || updatedAt == null) {
      throw new IllegalStateException("a deletion has no item");
    }
    Map<String, AttributeValue> item = new HashMap<>(32);
    put(item, "StoreNumber", storeNumber);
    put(item, "Brand", store.brand());
    put(item, "StoreName", store.storeName());
    put(item, "OwnershipType", store.ownershipType());
    put(item, "StreetAddress", store.streetAddress());
    put(item, "City", store.city());
    put(item, "State", store.state());
    put(item, "Country", store.country());
    put(item, "Postcode", store.postcode());
    put(item, "PhoneNumber", store.phoneNumber());
    put(item, "Timezone", store.timezone());
    put(item, "Longitude", text(store.longitude()));
    put(item, "Latitude", text(store.latitude()));
    put(item, "UpdatedAt", updatedAt);
    String place = store.state() + "#" + store.city() + "#" + store.postcode();
    put(item, "StateCityPostcode", place.toUpperCase(Locale.ROOT));
    long version = Instant.parse(updatedAt).toEpochMilli();
    item.put("Version", AttributeValue.fromN(Long.toString(version)));
    return item;
  }

  private static @Nullable String text(@Nullable BigDecimal number) {
    return number == null ? null : number.toPlainString();
  }

  private static void put(Map<String, AttributeValue> item, String name, @Nullable String text) {
    if (text != null) {
      item.put(name, AttributeValue.fromS(text));
    }
  }
}
