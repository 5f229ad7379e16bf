package io.storestream.benchmarks.contestant;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
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
public record PeerEvent(String storeNumber, String updatedAt, PeerStore store) {

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

  /** Returns the item, with the attributes that storestream writes. */
  public Map<String, AttributeValue> toItem() {
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
