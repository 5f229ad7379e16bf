package io.storestream.kafka.record;

import io.storestream.model.Location;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A change of the counts of one country, or of one cell of the largest, as a record of the {@code
 * location-deltas} topic. The record's key is this root, so that one task counts all that is in it.
 *
 * @param source the origin: the partition of a store's events, or a repair
 * @param sequence increases with each delta of one source and one root
 * @param changes the change of the count of each location, all in one root; none is 0, but for the
 *     only one of {@link #ofNoChange}
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

  /** Returns the delta of a root in which changes cancel out; it only has a sequence to apply. */
  public static LocationDelta ofNoChange(String source, long sequence, Location root) {
    return new LocationDelta(source, sequence, Map.of(root, 0L));
  }

  /**
   * Returns the changes by a store that moves, by their roots.
   *
   * @param from the lowest locations that the store leaves, none if it opens
   * @param to the lowest locations that it moves to, none if it closes
   */
  public static Map<Location, Map<Location, Long>> between(List<Location> from, List<Location> to) {
    Map<Location, Map<Location, Long>> byRoot = new LinkedHashMap<>();
    from.forEach(it -> add(byRoot, it, -1));
    to.forEach(it -> add(byRoot, it, 1));
    byRoot.values().forEach(it -> it.values().removeIf(change -> change == 0));
    byRoot.values().removeIf(Map::isEmpty);
    return byRoot;
  }

  private static void add(Map<Location, Map<Location, Long>> byRoot, Location lowest, long change) {
    Map<Location, Long> changes =
        byRoot.computeIfAbsent(lowest.root(), root -> new LinkedHashMap<>());
    for (Location location : lowest.lineage()) {
      changes.merge(location, change, Long::sum);
    }
  }

  /** Returns the country, or the cell of one character, in which counts change. */
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
