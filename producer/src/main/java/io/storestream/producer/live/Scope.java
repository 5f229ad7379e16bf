package io.storestream.producer.live;

import io.storestream.model.Location;
import io.storestream.model.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The stores of which files are a complete list: all, or those of a country, a state or a city.
 * Names match as in a lookup, however they are capitalised. Immutable.
 *
 * @param location the world for all stores
 */
public record Scope(Location location) {

  /** All stores. */
  public static final Scope EVERYTHING = new Scope(Location.WORLD);

  private static final List<String> LEVELS = List.of("country", "state", "city");

  /** A comma separates levels only before a level: Washington, D.C. is one name. */
  private static final Pattern SEPARATOR =
      Pattern.compile(",(?=\\s*(?:country|state|city)\\s*=)", Pattern.CASE_INSENSITIVE);

  /** An unknown level is no part of a name. */
  private static final Pattern UNKNOWN_LEVEL = Pattern.compile(",\\s*\\w+\\s*=");

  /**
   * Parses a scope such as {@code country=US,state=NE,city=Omaha}. An empty state or city stands
   * for the stores that have none.
   *
   * @param text a blank text is {@link #EVERYTHING}
   * @throws IllegalArgumentException if a level is unknown, is there twice, or lacks the one above
   *     it
   */
  public static Scope parse(String text) {
    Map<String, String> values = new HashMap<>();
    for (String part : text.isBlank() ? new String[0] : SEPARATOR.split(text)) {
      String[] sides = part.split("=", 2);
      String level = sides[0].strip().toLowerCase(Locale.ROOT);
      if (sides.length < 2
          || UNKNOWN_LEVEL.matcher(sides[1]).find()
          || values.put(level, sides[1].strip()) != null) {
        throw invalid(text);
      }
    }
    List<String> names = new ArrayList<>();
    for (String level : LEVELS.subList(0, Math.min(values.size(), LEVELS.size()))) {
      String name = values.remove(level);
      if (name == null) {
        throw invalid(text);
      }
      names.add(name);
    }
    if (!values.isEmpty() || (!names.isEmpty() && names.get(0).isEmpty())) {
      throw invalid(text);
    }
    return new Scope(new Location(names));
  }

  private static IllegalArgumentException invalid(String text) {
    return new IllegalArgumentException(
        "--scope must be like country=US or country=US,state=NE,city=Omaha, not '%s'"
            .formatted(text));
  }

  /** Returns whether files of this scope list all stores. */
  public boolean isEverything() {
    return location.isWorld();
  }

  /** Returns whether a store is in the scope. */
  public boolean contains(Store store) {
    return isEverything()
        || Location.of(store).names().subList(0, location.depth()).equals(location.names());
  }

  /** Returns the scope for messages, such as {@code US/NE}. */
  @Override
  public String toString() {
    return String.join("/", location.names());
  }
}
