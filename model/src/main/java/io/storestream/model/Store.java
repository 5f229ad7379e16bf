package io.storestream.model;

import io.storestream.model.text.NormalizedName;
import io.storestream.model.text.Texts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * A store (branch, site, outlet) as upstream systems describe it.
 *
 * <p>The constructor {@linkplain Texts#clean cleans} every text, takes a blank one as missing
 * ({@code null}), and rounds coordinates to 20 digits after the point; nothing else is altered, so
 * two stores are equal when their contents are. A store that exists can be written: the constructor
 * holds the limits of the table. Immutable.
 *
 * @param storeNumber the identity; see {@link StoreNumber}
 * @param country usually an ISO 3166-1 alpha-2 code; required, as it leads the hierarchy; kept in
 *     {@link NormalizedName}, as the table has it
 * @param longitude degrees, -180 to 180
 * @param latitude degrees, -90 to 90
 */
public record Store(
    String storeNumber,
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
    @Nullable BigDecimal latitude) {

  /**
   * All texts together, in UTF-8 bytes. DynamoDB takes items of 400 KiB, and an item also holds its
   * normalized location.
   */
  private static final int MAX_TEXT_BYTES = 300 * 1024;

  /**
   * The longest country and the longest sort key, in UTF-8 bytes: DynamoDB's limit for the latter.
   */
  public static final int MAX_LOCATION_BYTES = 1024;

  /** In UTF-8; a surrogate takes two. */
  private static final int MAX_CHAR_BYTES = 3;

  /**
   * The maximum of bytes that one char takes when normalized: NFC and folding case each make up to
   * three chars of one, and a char takes up to three bytes.
   */
  private static final int MAX_EXPANSION = 27;

  /** Digits after the point that are kept; more are no place on Earth. */
  private static final int MAX_COORDINATE_SCALE = 20;

  /**
   * @throws IllegalArgumentException if a value is missing, too long, out of range or not Unicode,
   *     or holds a control character; the message names it
   */
  public Store {
    storeNumber = StoreNumber.require(storeNumber);
    brand = Texts.clean("brand", brand);
    storeName = Texts.clean("storeName", storeName);
    ownershipType = Texts.clean("ownershipType", ownershipType);
    streetAddress = Texts.clean("streetAddress", streetAddress);
    city = Texts.clean("city", city);
    state = Texts.clean("state", state);
    country = Texts.require("country", NormalizedName.of(Texts.require("country", country)));
    postcode = Texts.clean("postcode", postcode);
    phoneNumber = Texts.clean("phoneNumber", phoneNumber);
    timezone = Texts.clean("timezone", timezone);
    longitude = coordinate(StoreField.LONGITUDE, longitude);
    latitude = coordinate(StoreField.LATITUDE, latitude);
    requireTextFits(
        brand,
        storeName,
        ownershipType,
        streetAddress,
        city,
        state,
        country,
        postcode,
        phoneNumber,
        timezone);
    requireLocationFits(country, state, city, postcode);
  }

  /**
   * Returns a coordinate as a store keeps it.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  static @Nullable BigDecimal coordinate(StoreField field, @Nullable BigDecimal degrees) {
    if (degrees == null) {
      return null;
    }
    int limit = field == StoreField.LATITUDE ? 90 : 180;
    if (Math.abs(degrees.doubleValue()) >= limit // nearly none, which is cheap
        && degrees.abs().compareTo(BigDecimal.valueOf(limit)) > 0) {
      throw new IllegalArgumentException(
          "%s is not from -%d to %d: %s"
              .formatted(field.jsonName(), limit, limit, Texts.excerpt(degrees.toString())));
    }
    if (degrees.scale() > MAX_COORDINATE_SCALE) {
      return degrees.setScale(MAX_COORDINATE_SCALE, RoundingMode.HALF_EVEN);
    }
    return degrees.scale() < 0 ? degrees.setScale(0) : degrees;
  }

  private static void requireTextFits(@Nullable String... texts) {
    long chars = 0;
    for (String text : texts) {
      chars += length(text);
    }
    if (chars * MAX_CHAR_BYTES <= MAX_TEXT_BYTES) {
      return; // nearly all
    }
    long bytes = 0;
    for (String text : texts) {
      bytes += text == null ? 0 : Texts.utf8Length(text);
    }
    if (bytes > MAX_TEXT_BYTES) {
      throw new IllegalArgumentException(
          "the store's texts take %,d bytes, more than %,d".formatted(bytes, MAX_TEXT_BYTES));
    }
  }

  private static void requireLocationFits(
      String country, @Nullable String state, @Nullable String city, @Nullable String postcode) {
    if ((country.length() + length(state) + length(city) + length(postcode)) * MAX_EXPANSION
        < MAX_LOCATION_BYTES) {
      return; // the common case, and much cheaper than normalizing
    }
    LocationKey key = LocationKey.of(country, state, city, postcode);
    if (Texts.utf8Length(key.partitionKey()) > MAX_LOCATION_BYTES) {
      throw new IllegalArgumentException(
          "country takes more than %,d bytes when normalized".formatted(MAX_LOCATION_BYTES));
    }
    if (Texts.utf8Length(key.sortKey()) > MAX_LOCATION_BYTES) {
      throw new IllegalArgumentException(
          "state, city and postcode take more than %,d bytes when normalized"
              .formatted(MAX_LOCATION_BYTES));
    }
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }
}
