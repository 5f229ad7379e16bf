package io.storestream.model;

import java.math.BigDecimal;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a store except its number, in the order in which they are written. Files, events,
 * items and answers go through this list, so their codecs need no change for a new field.
 */
public enum StoreField {
  BRAND("brand", Store::brand),
  STORE_NAME("storeName", Store::storeName),
  OWNERSHIP_TYPE("ownershipType", Store::ownershipType),
  STREET_ADDRESS("streetAddress", Store::streetAddress),
  CITY("city", Store::city),
  STATE("state", Store::state),
  COUNTRY("country", Store::country),
  POSTCODE("postcode", Store::postcode),
  PHONE_NUMBER("phoneNumber", Store::phoneNumber),
  TIMEZONE("timezone", Store::timezone),
  LONGITUDE("longitude", store -> plain(store.longitude())),
  LATITUDE("latitude", store -> plain(store.latitude()));

  private final String jsonName;

  // A reference to an accessor holds no state.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Function<Store, @Nullable String> text;

  StoreField(String jsonName, Function<Store, @Nullable String> text) {
    this.jsonName = jsonName;
    this.text = text;
  }

  /** Returns the name in events and answers, camelCase. */
  public String jsonName() {
    return jsonName;
  }

  /** Returns whether the field is a decimal number, in JSON a number and elsewhere its digits. */
  public boolean isNumber() {
    return this == LONGITUDE || this == LATITUDE;
  }

  /**
   * Returns the field's text, without an exponent for a number, or {@code null} if it is missing.
   */
  public @Nullable String textOf(Store store) {
    return text.apply(store);
  }

  private static @Nullable String plain(@Nullable BigDecimal number) {
    return number == null ? null : number.toPlainString();
  }
}
