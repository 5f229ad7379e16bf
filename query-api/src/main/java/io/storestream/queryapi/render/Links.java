package io.storestream.queryapi.render;

import io.storestream.model.Location;
import io.storestream.model.LocationLookup;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Links to locations and stores: encoded absolute paths with their query. */
public final class Links {

  public static final String COUNTRY = "country";
  public static final String STATE = "state";
  public static final String CITY = "city";
  public static final String POSTCODE = "postcode";
  public static final String BBOX = "bbox";
  public static final String LIMIT = "limit";
  public static final String CURSOR = "cursor";
  public static final String FORMAT = "format";

  static final String STORES = "/v1/stores";
  static final String COUNT = "/v1/stores/count";
  static final String LOCATIONS = "/v1/locations";

  /** Clients remove these segments from a path, encoded or not. */
  private static final Set<String> REMOVED_SEGMENTS = Set.of("", ".", "..");

  private static final List<String> LEVELS = List.of(COUNTRY, STATE, CITY);

  private Links() {}

  /** Returns the link to a location. */
  public static String to(Location location) {
    StringBuilder path = new StringBuilder(LOCATIONS);
    for (String name : location.names()) {
      path.append('/').append(segment(name));
    }
    return path.toString();
  }

  /** Returns the link to the stores of a location other than the world. */
  static String toStores(Location location) {
    Query query = new Query();
    for (int level = 0; level < location.depth(); level++) {
      query.add(LEVELS.get(level), location.names().get(level));
    }
    return query.of(STORES);
  }

  /**
   * Returns the link to a child of a location: to a location or, below a city, to the stores of a
   * postcode. Returns {@code null} for the stores without postcode, which no request finds alone:
   * every postcode starts with an empty one.
   */
  static @Nullable String toChild(Location parent, String name) {
    if (parent.depth() < LEVELS.size()) {
      return to(parent.child(name));
    }
    return name.isEmpty() ? null : toStores(parent) + "&" + POSTCODE + "=" + encode(name);
  }

  /** Returns the link to the number of stores of a location. */
  public static String toCount(LocationLookup lookup) {
    return location(lookup).of(COUNT);
  }

  /**
   * Returns the link to a page of stores.
   *
   * @param limit as in the request, {@code null} if it had none
   * @param format as in the request, {@code null} if it had none
   * @param cursor {@code null} for the first page
   */
  public static String toPage(
      LocationLookup lookup,
      @Nullable String limit,
      @Nullable String format,
      @Nullable String cursor) {
    return location(lookup).add(LIMIT, limit).add(FORMAT, format).add(CURSOR, cursor).of(STORES);
  }

  /**
   * Returns the link to a page of the stores of a window.
   *
   * @param bbox as in the request
   * @param limit as in the request, {@code null} if it had none
   * @param format as in the request, {@code null} if it had none
   */
  public static String toPage(
      String bbox, @Nullable String limit, @Nullable String format, String cursor) {
    return new Query()
        .add(BBOX, bbox)
        .add(LIMIT, limit)
        .add(FORMAT, format)
        .add(CURSOR, cursor)
        .of(STORES);
  }

  private static Query location(LocationLookup lookup) {
    return new Query()
        .add(COUNTRY, lookup.country())
        .add(STATE, lookup.state())
        .add(CITY, lookup.city())
        .add(POSTCODE, lookup.postcode());
  }

  // Trailing white space is ignored in a name, and keeps a segment from being removed.
  private static String segment(String name) {
    return encode(REMOVED_SEGMENTS.contains(name) ? name + " " : name);
  }

  static String encode(String text) {
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
