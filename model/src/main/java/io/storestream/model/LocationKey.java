package io.storestream.model;

import io.storestream.model.text.NormalizedName;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a store lies in the hierarchy country → state → city → postcode.
 *
 * <p>The constructor normalizes all parts ({@link NormalizedName}); one that is missing is empty.
 * Stored, the lower three are one string, {@code STATE#CITY#POSTCODE}, in which a {@code #} or
 * {@code %} of a name is percent-encoded so that a part can never reach into the next.
 *
 * @param country not empty
 */
public record LocationKey(String country, String state, String city, String postcode) {

  private static final String SEPARATOR = "#";

  public LocationKey {
    country = NormalizedName.of(country);
    state = NormalizedName.of(state);
    city = NormalizedName.of(city);
    postcode = NormalizedName.of(postcode);
    if (country.isEmpty()) {
      throw new IllegalArgumentException("country must not be empty");
    }
  }

  /** Returns where a store lies. */
  public static LocationKey of(Store store) {
    return of(store.country(), store.state(), store.city(), store.postcode());
  }

  static LocationKey of(
      String country, @Nullable String state, @Nullable String city, @Nullable String postcode) {
    return new LocationKey(
        country,
        Objects.requireNonNullElse(state, ""),
        Objects.requireNonNullElse(city, ""),
        Objects.requireNonNullElse(postcode, ""));
  }

  /**
   * Takes {@link #partitionKey()} and {@link #sortKey()} apart again.
   *
   * @throws IllegalArgumentException if they are not what those two return
   */
  public static LocationKey parse(String partitionKey, String sortKey) {
    String[] parts = sortKey.split(SEPARATOR, -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("not STATE#CITY#POSTCODE: " + sortKey);
    }
    return new LocationKey(
        NormalizedName.decode(partitionKey),
        NormalizedName.decode(parts[0]),
        NormalizedName.decode(parts[1]),
        NormalizedName.decode(parts[2]));
  }

  /** Returns the country as it is stored. */
  public String partitionKey() {
    return NormalizedName.encode(country);
  }

  /** Returns {@code STATE#CITY#POSTCODE} as it is stored. */
  public String sortKey() {
    return String.join(
        SEPARATOR,
        NormalizedName.encode(state),
        NormalizedName.encode(city),
        NormalizedName.encode(postcode));
  }
}
