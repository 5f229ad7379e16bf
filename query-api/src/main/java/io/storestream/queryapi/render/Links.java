package io.storestream.queryapi.render;

import io.storestream.model.Location;
import io.storestream.model.LocationLookup;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where things are found, as references that every client can follow: absolute paths, encoded. */
public final class Links {

  public static final String COUNTRY = "country";
  public static final String STATE = "state";
  public static final String CITY = "city";
  public static final String POSTCODE = "postcode";
  public static final String LIMIT = "limit";
  public static final String CURSOR = "cursor";
  public static final String FORMAT = "format";

  public static final String STORES = "/v1/stores";
  public static final String LOCATIONS = "/v1/locations";

  /** Names that are no segment of a path: clients take them out, encoded or not. */
  private static final Set<String> TAKEN_OUT = Set.of("", ".", "..");

  private static final List<String> LEVELS = List.of(COUNTRY, STATE, CITY);

  private Links() {}

  /** Returns where a place is told of. */
  public static String to(Location location) {
    StringBuilder path = new StringBuilder(LOCATIONS);
    for (String name : location.names()) {
      path.append('/').append(segment(name));
    }
    return path.toString();
  }

  /** Returns where the stores of a place are, which is not the world. */
  public static String toStores(Location location) {
    Query query = new Query();
    for (int level = 0; level < location.depth(); level++) {
      query.add(LEVELS.get(level), location.names().get(level));
    }
    return query.of(STORES);
  }

  /** Returns where the stores of a city are whose postcodes begin so. */
  public static String toStores(Location city, String postcode) {
    return toStores(city) + "&" + POSTCODE + "=" + encode(postcode);
  }

  /**
   * Returns where the next page is.
   *
   * @param limit as given; {@code null} if it was not
   * @param format as given; {@code null} if it was not
   */
  public static String toNextPage(
      LocationLookup lookup, @Nullable String limit, @Nullable String format, String cursor) {
    return new Query()
        .add(COUNTRY, lookup.country())
        .add(STATE, lookup.state())
        .add(CITY, lookup.city())
        .add(POSTCODE, lookup.postcode())
        .add(LIMIT, limit)
        .add(FORMAT, format)
        .add(CURSOR, cursor)
        .of(STORES);
  }

  // White space at the end means nothing in a name, and saves one that is nothing else.
  private static String segment(String name) {
    return encode(TAKEN_OUT.contains(name) ? name + " " : name);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static final class Query {

    private final StringBuilder pairs = new StringBuilder();

    Query add(String name, @Nullable String value) {
      if (value != null) {
        pairs.append(pairs.isEmpty() ? '?' : '&').append(name).append('=').append(encode(value));
      }
      return this;
    }

    String of(String path) {
      return path + pairs;
    }
  }
}
