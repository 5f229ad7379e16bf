package io.storestream.queryapi.route;

import io.storestream.model.LocationLookup;
import io.storestream.model.Store;
import io.storestream.model.text.NormalizedName;
import io.storestream.queryapi.http.problem.ProblemException;
import io.storestream.queryapi.render.Links;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Validates the names of the location that a request asks for. */
final class LookupParameters {

  private LookupParameters() {}

  /**
   * Returns the lookup of a query.
   *
   * @throws ProblemException 400 if the country is missing, a level is given without the one above
   *     it, or the location is longer than that of any store
   */
  static LocationLookup lookup(Parameters parameters) {
    return lookup(
        parameters.get(Links.COUNTRY),
        parameters.get(Links.STATE),
        parameters.get(Links.CITY),
        parameters.get(Links.POSTCODE));
  }

  /** As {@link #lookup(Parameters)}, but {@code null} if the query names no location. */
  static @Nullable LocationLookup lookupOrAll(Parameters parameters) {
    boolean all =
        Stream.of(Links.COUNTRY, Links.STATE, Links.CITY, Links.POSTCODE)
            .allMatch(level -> parameters.get(level) == null);
    return all ? null : lookup(parameters);
  }

  /** As {@link #lookup(Parameters)}, of decoded names that are {@code null} if absent. */
  static LocationLookup lookup(
      @Nullable String country,
      @Nullable String state,
      @Nullable String city,
      @Nullable String postcode) {
    if (country == null || NormalizedName.of(country).isEmpty()) {
      throw ProblemException.badParameter(Links.COUNTRY, "country is required");
    }
    if (city != null && state == null) {
      throw ProblemException.badParameter(Links.CITY, "city needs state");
    }
    if (postcode != null && city == null) {
      throw ProblemException.badParameter(Links.POSTCODE, "postcode needs city");
    }
    LocationLookup lookup = new LocationLookup(country, state, city, postcode);
    requireFits(Links.COUNTRY, lookup.partitionKey());
    requireFits(deepest(city, postcode), lookup.sortKeyPrefix());
    return lookup;
  }

  private static String deepest(@Nullable String city, @Nullable String postcode) {
    if (postcode != null) {
      return Links.POSTCODE;
    }
    return city != null ? Links.CITY : Links.STATE;
  }

  // DynamoDB would refuse a longer key, and the client would get a 500.
  private static void requireFits(String parameter, String key) {
    if (key.getBytes(StandardCharsets.UTF_8).length > Store.MAX_LOCATION_BYTES) {
      throw ProblemException.badParameter(
          parameter,
          "the normalized location is longer than %,d bytes".formatted(Store.MAX_LOCATION_BYTES));
    }
  }
}
