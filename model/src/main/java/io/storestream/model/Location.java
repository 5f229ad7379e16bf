package io.storestream.model;

import io.storestream.model.text.NormalizedName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/**
 * A location of one of the two hierarchies in which stores are counted: the whole world, a country,
 * a state or a city; or the whole world, and the cells of a geohash, each of which has 32 smaller
 * ones.
 *
 * <p>The constructor normalizes the names of places ({@link NormalizedName}). An empty state or
 * city stands for the stores that have none. Stored, a location is found under the path of the
 * location above it and its own name. Names of places are separated by {@code #}, and {@code #} and
 * {@code %} in them are percent-encoded: {@code US#NE} and {@code OMAHA}. A cell's names are the
 * characters of its geohash, and its path begins with {@code #}, as no place's does: {@code #9z}
 * and {@code 7}.
 *
 * @param names from below the world down; none of the world; a country's is not empty
 */
public record Location(Hierarchy hierarchy, List<String> names) {

  /** How locations contain each other. */
  public enum Hierarchy {
    /** Country, state and city. */
    PLACES(3),
    /** Geohash cells of 1 to 5 characters; the last are about 5 km by 5 km, or less wide. */
    CELLS(5);

    private final int levels;

    Hierarchy(int levels) {
      this.levels = levels;
    }

    /** Returns how many levels are below the world. */
    public int levels() {
      return levels;
    }
  }

  /** The whole world, above all countries. */
  public static final Location WORLD = new Location(List.of());

  /** The whole world, above all cells. */
  public static final Location ALL_CELLS = new Location(Hierarchy.CELLS, List.of());

  private static final String SEPARATOR = "#";

  /** Begins the path of a cell. No place's path begins so, as a country has a name. */
  private static final String CELL_PREFIX = "#";

  /** The digits of a geohash, which leave out a, i, l and o. */
  private static final String GEOHASH_DIGITS = "0123456789bcdefghjkmnpqrstuvwxyz";

  /** No path is like it: a star that is a country's name is encoded there. */
  private static final String WORLD_PATH = "*";

  private static final String STAR_PATH = "%2A";

  /** No encoded name is like it, and DynamoDB takes no empty key. */
  private static final String NAMELESS = "#";

  /**
   * @throws IllegalArgumentException if there are too many names, or one can't be
   */
  public Location {
    if (names.size() > hierarchy.levels()) {
      throw new IllegalArgumentException("too deep: " + names);
    }
    if (hierarchy == Hierarchy.CELLS) {
      names = List.copyOf(names);
      if (!names.stream().allMatch(name -> name.length() == 1 && isGeohash(name))) {
        throw new IllegalArgumentException("not the digits of a geohash: " + names);
      }
    } else {
      List<String> normalized = new ArrayList<>(names);
      normalized.replaceAll(NormalizedName::of);
      names = List.copyOf(normalized);
      if (!names.isEmpty() && names.get(0).isEmpty()) {
        throw new IllegalArgumentException("country must not be empty");
      }
    }
  }

  /** Creates a location of {@link Hierarchy#PLACES}. */
  public Location(List<String> names) {
    this(Hierarchy.PLACES, names);
  }

  /**
   * Returns a cell.
   *
   * @param geohash of 0 to 5 characters, in small letters
   */
  public static Location cell(String geohash) {
    return new Location(Hierarchy.CELLS, geohash.chars().mapToObj(Character::toString).toList());
  }

  /** Returns whether a text has no other characters than those of geohashes, in small letters. */
  public static boolean isGeohash(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (GEOHASH_DIGITS.indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Returns the city of a store. */
  public static Location of(Store store) {
    LocationKey key = LocationKey.of(store);
    return new Location(List.of(key.country(), key.state(), key.city()));
  }

  /** Returns the {@link #path()} of the city of a store. */
  public static String cityPathOf(Store store) {
    LocationKey key = LocationKey.of(store);
    return path(List.of(key.country(), key.state(), key.city()));
  }

  /**
   * Takes {@link #partitionKey()} and {@link #sortKey()} apart again.
   *
   * @throws IllegalArgumentException if they are not what those two return
   */
  public static Location parse(String partitionKey, String sortKey) {
    Location parent = parse(partitionKey);
    Location location =
        parent.child(sortKey.equals(NAMELESS) ? "" : NormalizedName.decode(sortKey));
    if (!location.partitionKey().equals(partitionKey) || !location.sortKey().equals(sortKey)) {
      throw new IllegalArgumentException(
          "not the keys of a location: %s, %s".formatted(partitionKey, sortKey));
    }
    return location;
  }

  /**
   * Takes a {@link #path()} apart again.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Location parse(String path) {
    if (path.equals(WORLD_PATH)) {
      return WORLD;
    }
    if (path.equals(STAR_PATH)) {
      return new Location(List.of(WORLD_PATH));
    }
    if (path.startsWith(CELL_PREFIX)) {
      return cell(path.substring(CELL_PREFIX.length()));
    }
    return new Location(
        Arrays.stream(path.split(SEPARATOR, -1)).map(NormalizedName::decode).toList());
  }

  /** Returns whether this is the whole world, which has no name and nothing above it. */
  public boolean isWorld() {
    return names.isEmpty();
  }

  /** Returns how far below the world it is: 1 for a country, 3 for a city, 5 for a small cell. */
  public int depth() {
    return names.size();
  }

  /**
   * Returns its own name, which may be empty.
   *
   * @throws IllegalStateException of the world
   */
  public String name() {
    return names.get(requireDepth() - 1);
  }

  /**
   * Returns the location above it.
   *
   * @throws IllegalStateException of the world
   */
  public Location parent() {
    return new Location(hierarchy, names.subList(0, requireDepth() - 1));
  }

  /**
   * Returns a location right below it.
   *
   * @throws IllegalArgumentException if nothing is below this one, or it can't have the name
   */
  public Location child(String name) {
    List<String> below = new ArrayList<>(names);
    below.add(name);
    return new Location(hierarchy, below);
  }

  /**
   * Returns the country, or the cell of one character, that it is in, or is.
   *
   * @throws IllegalStateException of the world
   */
  public Location root() {
    return requireDepth() == 1 ? this : new Location(hierarchy, names.subList(0, 1));
  }

  /** Returns the {@link #root()}, and on down to this location; nothing for the world. */
  public List<Location> lineage() {
    return IntStream.rangeClosed(1, depth())
        .mapToObj(
            depth -> depth == depth() ? this : new Location(hierarchy, names.subList(0, depth)))
        .toList();
  }

  /**
   * Returns the {@link #path()} of each location of the {@link #lineage()}, without making them.
   *
   * @param path of the lowest
   */
  public static List<String> lineageOf(String path) {
    List<String> paths = new ArrayList<>(Hierarchy.CELLS.levels());
    if (path.startsWith(CELL_PREFIX)) {
      for (int end = CELL_PREFIX.length() + 1; end <= path.length(); end++) {
        paths.add(path.substring(0, end));
      }
    } else if (!path.equals(WORLD_PATH)) {
      for (int end = path.indexOf(SEPARATOR); end >= 0; end = path.indexOf(SEPARATOR, end + 1)) {
        String above = path.substring(0, end);
        paths.add(above.equals(WORLD_PATH) ? STAR_PATH : above);
      }
      paths.add(path);
    }
    return paths;
  }

  /**
   * Returns the encoded names: {@code US#NE#OMAHA}, or {@code *} for the world; {@code #9z7}, or
   * {@code #} for all cells.
   */
  public String path() {
    if (hierarchy == Hierarchy.CELLS) {
      return cellPath(String.join("", names));
    }
    if (isWorld()) {
      return WORLD_PATH;
    }
    String path = path(names);
    return path.equals(WORLD_PATH) ? STAR_PATH : path;
  }

  /**
   * Returns the path of a cell.
   *
   * @param geohash as {@link #cell} takes it
   */
  public static String cellPath(String geohash) {
    return CELL_PREFIX + geohash;
  }

  private static String path(List<String> names) {
    StringJoiner path = new StringJoiner(SEPARATOR);
    for (String name : names) {
      path.add(NormalizedName.encode(name));
    }
    return path.toString();
  }

  /**
   * Returns the path of the location above it.
   *
   * @throws IllegalStateException of the world
   */
  public String partitionKey() {
    return parent().path();
  }

  /**
   * Returns its own name, encoded; {@code #} if it is empty.
   *
   * @throws IllegalStateException of the world
   */
  public String sortKey() {
    String name = name();
    return name.isEmpty() ? NAMELESS : NormalizedName.encode(name);
  }

  private int requireDepth() {
    if (isWorld()) {
      throw new IllegalStateException("the world has no name, and nothing above it");
    }
    return depth();
  }
}
