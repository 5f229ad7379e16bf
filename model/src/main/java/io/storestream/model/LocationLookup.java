package io.storestream.model;

import io.storestream.model.text.NormalizedName;
import org.jspecify.annotations.Nullable;

/**
 * A question for all stores of a location, exact at every level it closes and open at the last.
 *
 * <p>A country alone; {@code NE#} for a state; {@code NE#OMAHA#} for a city; {@code NE#OMAHA#68144}
 * for a postcode, which is a prefix on purpose: the ZIP+4 code 681443957 is in 68144. An empty
 * state or city asks for the stores that have none. Parts are given as people write them and kept
 * normalized.
 *
 * <p>Why the closing {@code #}: without it the state 2 also finds the states 22 to 28, and Bogota
 * also finds Bogota D.C.
 */
public record LocationLookup(
    String country, @Nullable String state, @Nullable String city, @Nullable String postcode) {

  /**
   * @throws IllegalArgumentException if the country is empty, or a level is given without the one
   *     above it; the message names the parameter
   */
  public LocationLookup {
    country = NormalizedName.of(country);
    state = state == null ? null : NormalizedName.of(state);
    city = city == null ? null : NormalizedName.of(city);
    postcode = postcode == null ? null : NormalizedName.of(postcode);
    if (country.isEmpty()) {
      throw new IllegalArgumentException("country must not be empty");
    }
    if (city != null && state == null) {
      throw new IllegalArgumentException("city needs state");
    }
    if (postcode != null && city == null) {
      throw new IllegalArgumentException("postcode needs city");
    }
  }

  /** Returns the country as it is stored; see {@link LocationKey#partitionKey()}. */
  public String partitionKey() {
    return NormalizedName.encode(country);
  }

  /**
   * Returns what the sort keys of all stores of the location begin with; empty for a whole country.
   */
  public String sortKeyPrefix() {
    if (state == null) {
      return "";
    }
    if (city == null) {
      return NormalizedName.encode(state) + "#";
    }
    return NormalizedName.encode(state)
        + "#"
        + NormalizedName.encode(city)
        + "#"
        + (postcode == null ? "" : NormalizedName.encode(postcode));
  }
}
