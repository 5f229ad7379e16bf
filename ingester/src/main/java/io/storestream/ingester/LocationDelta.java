package io.storestream.ingester;

import io.storestream.model.Location;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/**
 * What a change of a store does to the counts of one country, as a record between two steps: keyed
 * by the country, so that one task counts all of it.
 *
 * @param from the {@link Location#path()} of the city that the store leaves, or {@link
 *     StoreVersion#NOWHERE}
 * @param to the path of the city that it comes to, likewise
 */
record LocationDelta(String from, String to) {

  /** No path has it: names in key form hold no other white space than spaces. */
  private static final String SEPARATOR = "\n";

  /**
   * Returns what a change does: nothing if the store stays in its city, one delta if it stays in
   * its country, else two.
   */
  static List<LocationDelta> between(String from, String to) {
    if (from.equals(to)) {
      return List.of();
    }
    if (from.isEmpty() || to.isEmpty() || country(from).equals(country(to))) {
      return List.of(new LocationDelta(from, to));
    }
    return List.of(
        new LocationDelta(from, StoreVersion.NOWHERE), new LocationDelta(StoreVersion.NOWHERE, to));
  }

  /**
   * Reads a record's value.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static LocationDelta decode(byte[] value) {
    String[] parts = new String(value, StandardCharsets.UTF_8).split(SEPARATOR, -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException("not two paths");
    }
    return new LocationDelta(parts[0], parts[1]);
  }

  Record<byte[], Routed> toRecord(long timestampMs) {
    return new Record<>(
        country(from.isEmpty() ? to : from).getBytes(StandardCharsets.UTF_8),
        new Routed.Counted((from + SEPARATOR + to).getBytes(StandardCharsets.UTF_8)),
        timestampMs,
        new RecordHeaders());
  }

  /** Returns by how much the counts of which places change; none by 0. */
  Map<Location, Long> changes() {
    Map<Location, Long> changes = new LinkedHashMap<>();
    lineage(from).forEach(it -> changes.merge(it, -1L, Long::sum));
    lineage(to).forEach(it -> changes.merge(it, 1L, Long::sum));
    changes.values().removeIf(change -> change == 0);
    return changes;
  }

  private static List<Location> lineage(String path) {
    return path.isEmpty() ? List.of() : Location.parse(path).lineage();
  }

  private static String country(String path) {
    int end = path.indexOf('#');
    return end < 0 ? path : path.substring(0, end);
  }
}
