package io.storestream.queryapi;

import io.storestream.model.KeyForm;
import io.storestream.model.LocationLookup;
import io.storestream.model.Store;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads which place a request asks for. */
final class LookupParameters {

  static final String COUNTRY = "country";
  static final String STATE = "state";
  static final String CITY = "city";
  static final String POSTCODE = "postcode";
  static final String LIMIT = "limit";
  static final String CURSOR = "cursor";
  static final String FORMAT = "format";

  private LookupParameters() {}

  /**
   * Returns the place.
   *
   * @throws ProblemException 400 if the country is missing, a level is given without the one above
   *     it, or the place is longer than any that a store can have
   */
  static LocationLookup lookup(Parameters parameters) {
    return lookup(
        parameters.get(COUNTRY),
        parameters.get(STATE),
        parameters.get(CITY),
        parameters.get(POSTCODE));
  }

  /** As {@link #lookup(Parameters)}, of names that are decoded, {@code null} if not given. */
  static LocationLookup lookup(
      @Nullable String country,
      @Nullable String state,
      @Nullable String city,
      @Nullable String postcode) {
    if (country == null || KeyForm.of(country).isEmpty()) {
      throw ProblemException.badParameter(COUNTRY, "country is required");
    }
    if (city != null && state == null) {
      throw ProblemException.badParameter(CITY, "city needs state");
    }
    if (postcode != null && city == null) {
      throw ProblemException.badParameter(POSTCODE, "postcode needs city");
    }
    LocationLookup lookup = new LocationLookup(country, state, city, postcode);
    requireFits(COUNTRY, lookup.partitionKey());
    requireFits(deepest(city, postcode), lookup.sortKeyPrefix());
    return lookup;
  }

  private static String deepest(@Nullable String city, @Nullable String postcode) {
    if (postcode != null) {
      return POSTCODE;
    }
    return city != null ? CITY : STATE;
  }

  // DynamoDB refuses keys that are too long, and it is the caller's fault, not the table's.
  private static void requireFits(String parameter, String key) {
    if (key.getBytes(StandardCharsets.UTF_8).length > Store.MAX_LOCATION_BYTES) {
      throw ProblemException.badParameter(
          parameter,
          "the place is longer than %,d bytes in key form".formatted(Store.MAX_LOCATION_BYTES));
    }
  }
}
