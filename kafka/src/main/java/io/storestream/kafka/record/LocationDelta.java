package io.storestream.kafka.record;

import io.storestream.model.Location;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * By how much the counts of one country change, as a record of the {@code location-deltas} topic:
 * keyed by the country, so that one task counts all of it.
 *
 * @param source what made it: the partition of a store's events, or a repair
 * @param sequence of all deltas of one source and one country, the later one has the higher number
 * @param changes by how much the count of which {@link Location#path()} changes; none by 0
 */
public record LocationDelta(String source, long sequence, Map<String, Long> changes) {

  /** The source of corrections. */
  public static final String REPAIR = "repair";

  /** No path has it: normalized names hold no other white space than spaces. */
  private static final String LINE = "\n";

  private static final char SPACE = ' ';

  /**
   * Copies.
   *
   * @throws IllegalArgumentException if nothing changes
   */
  public LocationDelta {
    if (changes.isEmpty()) {
      throw new IllegalArgumentException("a delta without a change");
    }
    changes = new LinkedHashMap<>(changes);
  }

  /**
   * Returns what a change of a store does, by country: nothing if the store stays in its city.
   *
   * @param from the {@link Location#path()} of the city that the store leaves, empty if it opens
   * @param to the path of the city that it comes to, empty if it closes
   */
  public static List<Map<String, Long>> between(String from, String to) {
    if (from.equals(to)) {
      return List.of();
    }
    Map<String, Map<String, Long>> byCountry = new LinkedHashMap<>();
    add(byCountry, from, -1);
    add(byCountry, to, 1);
    byCountry.values().forEach(it -> it.values().removeIf(change -> change == 0));
    return List.copyOf(byCountry.values());
  }

  private static void add(Map<String, Map<String, Long>> byCountry, String city, long change) {
    if (city.equals(StoreVersion.NOWHERE)) {
      return;
    }
    Map<String, Long> changes =
        byCountry.computeIfAbsent(countryOf(city), country -> new LinkedHashMap<>());
    for (Location location : Location.parse(city).lineage()) {
      changes.merge(location.path(), change, Long::sum);
    }
  }

  /** Returns the {@link Location#path()} of the country. */
  public String country() {
    return countryOf(changes.keySet().iterator().next());
  }

  /** Returns the path of the country that a place is in. */
  public static String countryOf(String path) {
    return Location.parse(path).lineage().get(0).path();
  }

  /** Returns the record's key. */
  public byte[] key() {
    return country().getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the record's value: a line with source and sequence, then a line for each change. */
  public byte[] encode() {
    List<String> lines = new ArrayList<>();
    lines.add(sequence + "" + SPACE + source);
    changes.forEach((path, change) -> lines.add(change + "" + SPACE + path));
    return String.join(LINE, lines).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a record's value.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static LocationDelta decode(byte[] value) {
    String[] lines = new String(value, StandardCharsets.UTF_8).split(LINE, -1);
    Map<String, Long> changes = new LinkedHashMap<>();
    for (int i = 1; i < lines.length; i++) {
      changes.put(textOf(lines[i]), numberOf(lines[i]));
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
