package io.storestream.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/**
 * One location of the hierarchy: the whole world, a country, a state or a city.
 *
 * <p>The constructor normalizes all names ({@link NormalizedName}). An empty state or city stands
 * for the stores that have none. Stored, a location is found under the path of the location above
 * it and its own name, in which {@code #} and {@code %} are percent-encoded: {@code US#NE} and
 * {@code OMAHA}.
 *
 * @param names from the country down: none, one, two or three; the country's is not empty
 */
public record Location(List<String> names) {

  /** The whole world. */
  public static final Location WORLD = new Location(List.of());

  private static final int MAX_DEPTH = 3;
  private static final String SEPARATOR = "#";

  /** No path is like it: a star that is a country's name is encoded there. */
  private static final String WORLD_PATH = "*";

  private static final String STAR_PATH = "%2A";

  /** No encoded name is like it, and DynamoDB takes no empty key. */
  private static final String NAMELESS = "#";

  public Location {
    if (names.size() > MAX_DEPTH) {
      throw new IllegalArgumentException("deeper than a city: " + names);
    }
    List<String> normalized = new ArrayList<>(names);
    normalized.replaceAll(NormalizedName::of);
    names = List.copyOf(normalized);
    if (!names.isEmpty() && names.get(0).isEmpty()) {
      throw new IllegalArgumentException("country must not be empty");
    }
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
    List<String> names = new ArrayList<>(parse(partitionKey).names);
    names.add(sortKey.equals(NAMELESS) ? "" : NormalizedName.decode(sortKey));
    Location location = new Location(names);
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
    return new Location(
        Arrays.stream(path.split(SEPARATOR, -1)).map(NormalizedName::decode).toList());
  }

  /** Returns whether this is the whole world, which has no name and nothing above it. */
  public boolean isWorld() {
    return names.isEmpty();
  }

  /** Returns how far below the world it is: 1 for a country, 3 for a city. */
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
    return new Location(names.subList(0, requireDepth() - 1));
  }

  /**
   * Returns a location right below it.
   *
   * @throws IllegalArgumentException if this is a city
   */
  public Location child(String name) {
    List<String> below = new ArrayList<>(names);
    below.add(name);
    return new Location(below);
  }

  /**
   * Returns the country that it is in, or is.
   *
   * @throws IllegalStateException of the world
   */
  public Location country() {
    return requireDepth() == 1 ? this : new Location(names.subList(0, 1));
  }

  /** Returns the country, and on down to this location; nothing for the world. */
  public List<Location> lineage() {
    return IntStream.rangeClosed(1, depth())
        .mapToObj(depth -> depth == depth() ? this : new Location(names.subList(0, depth)))
        .toList();
  }

  /** Returns the encoded names, {@code US#NE#OMAHA}; {@code *} for the world. */
  public String path() {
    if (isWorld()) {
      return WORLD_PATH;
    }
    String path = path(names);
    return path.equals(WORLD_PATH) ? STAR_PATH : path;
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
