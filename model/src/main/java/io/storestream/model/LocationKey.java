package io.storestream.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a store lies in the hierarchy country → state → city → postcode.
 *
 * <p>The constructor takes all parts to key form ({@link KeyForm}); one that is missing is empty.
 * Stored, the lower three are one string, {@code STATE#CITY#POSTCODE}, in which a {@code #} or
 * {@code %} of a name is percent-encoded so that a part can never reach into the next.
 *
 * @param country not empty
 */
public record LocationKey(String country, String state, String city, String postcode) {

  private static final String SEPARATOR = "#";

  public LocationKey {
    country = KeyForm.of(country);
    state = KeyForm.of(state);
    city = KeyForm.of(city);
    postcode = KeyForm.of(postcode);
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
        KeyForm.decode(partitionKey),
        KeyForm.decode(parts[0]),
        KeyForm.decode(parts[1]),
        KeyForm.decode(parts[2]));
  }

  /** Returns the country as it is stored. */
  public String partitionKey() {
    return KeyForm.encode(country);
  }

  /** Returns {@code STATE#CITY#POSTCODE} as it is stored. */
  public String sortKey() {
    return String.join(
        SEPARATOR, KeyForm.encode(state), KeyForm.encode(city), KeyForm.encode(postcode));
  }
}
