package io.storestream.kafka.record;

import io.storestream.model.Location;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A change of the counts of one country, as a record of the {@code location-deltas} topic. The
 * record's key is the country, so that one task counts the whole country.
 *
 * @param source the origin: the partition of a store's events, or a repair
 * @param sequence increases with each delta of one source and one country
 * @param changes the change of the count of each location; none is 0; all are in one country
 */
public record LocationDelta(String source, long sequence, Map<Location, Long> changes) {

  /** The source of corrections. */
  public static final String REPAIR = "repair";

  /** No path contains it: normalized names hold no other white space than spaces. */
  private static final String LINE = "\n";

  private static final char SPACE = ' ';

  /**
   * Copies the changes.
   *
   * @throws IllegalArgumentException if there is no change
   */
  public LocationDelta {
    if (changes.isEmpty()) {
      throw new IllegalArgumentException("a delta without a change");
    }
    changes = new LinkedHashMap<>(changes);
  }

  /**
   * Returns the changes by a store that moves, for each country; empty if it stays in its city.
   *
   * @param from the city that the store leaves, {@code null} if it opens
   * @param to the city that it moves to, {@code null} if it closes
   */
  public static List<Map<Location, Long>> between(@Nullable Location from, @Nullable Location to) {
    if (Objects.equals(from, to)) {
      return List.of();
    }
    Map<Location, Map<Location, Long>> byRoot = new LinkedHashMap<>();
    add(byRoot, from, -1);
    add(byRoot, to, 1);
    byRoot.values().forEach(it -> it.values().removeIf(change -> change == 0));
    return List.copyOf(byRoot.values());
  }

  private static void add(
      Map<Location, Map<Location, Long>> byRoot, @Nullable Location city, long change) {
    if (city == null) {
      return;
    }
    Map<Location, Long> changes =
        byRoot.computeIfAbsent(city.root(), root -> new LinkedHashMap<>());
    for (Location location : city.lineage()) {
      changes.merge(location, change, Long::sum);
    }
  }

  /** Returns the country whose counts change. */
  public Location root() {
    return changes.keySet().iterator().next().root();
  }

  /** Returns the record's key. */
  public byte[] key() {
    return root().path().getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the record's value: a line with source and sequence, then a line for each change. */
  public byte[] encode() {
    List<String> lines = new ArrayList<>();
    lines.add(sequence + "" + SPACE + source);
    changes.forEach((location, change) -> lines.add(change + "" + SPACE + location.path()));
    return String.join(LINE, lines).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Decodes a record's value.
   *
   * @throws IllegalArgumentException if it is no delta
   */
  public static LocationDelta decode(byte[] value) {
    String[] lines = new String(value, StandardCharsets.UTF_8).split(LINE, -1);
    Map<Location, Long> changes = new LinkedHashMap<>();
    for (int i = 1; i < lines.length; i++) {
      changes.put(Location.parse(textOf(lines[i])), numberOf(lines[i]));
    }
    return new LocationDelta(textOf(lines[0]), numberOf(lines[0]), changes);
  }

  private static long numberOf(String line) {
    return Long.parseLong(line.substring(0, separatorOf(line)));
  }

  private static String textOf(String line) {
    return line.substring(separatorOf(line) + 1);
  }

  private static int separatorOf(String line) {
    int separator = line.indexOf(SPACE);
    if (separator < 0) {
      throw new IllegalArgumentException("not a delta: " + line);
    }
    return separator;
  }
}
