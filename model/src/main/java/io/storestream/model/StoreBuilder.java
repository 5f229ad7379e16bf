package io.storestream.model;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link Store} together field by field, from texts. Not thread-safe.
 *
 * <pre>{@code
 * Store store =
 *     new StoreBuilder()
 *         .storeNumber("2651-53179")
 *         .set(StoreField.STORE_NAME, "125th & W. Center Rd.")
 *         .set(StoreField.COUNTRY, "US")
 *         .build();
 * }</pre>
 */
public final class StoreBuilder {

  private final Map<StoreField, String> texts = new EnumMap<>(StoreField.class);
  private @Nullable String storeNumber;

  /** Sets the identity; {@link #build()} checks it. */
  public StoreBuilder storeNumber(@Nullable String storeNumber) {
    this.storeNumber = storeNumber;
    return this;
  }

  /** Sets a field; {@code null} is as good as leaving it out. */
  public StoreBuilder set(StoreField field, @Nullable String text) {
    if (text == null) {
      texts.remove(field);
    } else {
      texts.put(field, text);
    }
    return this;
  }

  /**
   * Returns the store.
   *
   * @throws IllegalArgumentException as {@link Store}'s constructor says, or if a coordinate is not
   *     a number
   */
  public Store build() {
    return new Store(
        StoreNumber.require(storeNumber),
        texts.get(StoreField.BRAND),
        texts.get(StoreField.STORE_NAME),
        texts.get(StoreField.OWNERSHIP_TYPE),
        texts.get(StoreField.STREET_ADDRESS),
        texts.get(StoreField.CITY),
        texts.get(StoreField.STATE),
        Texts.require("country", texts.get(StoreField.COUNTRY)),
        texts.get(StoreField.POSTCODE),
        texts.get(StoreField.PHONE_NUMBER),
        texts.get(StoreField.TIMEZONE),
        number(StoreField.LONGITUDE),
        number(StoreField.LATITUDE));
  }

  private @Nullable BigDecimal number(StoreField field) {
    String text = Texts.clean(field.jsonName(), texts.get(field));
    if (text == null) {
      return null;
    }
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          field.jsonName() + " is not a number: " + Texts.excerpt(text), e);
    }
  }
}
