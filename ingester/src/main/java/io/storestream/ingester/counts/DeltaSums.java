package io.storestream.ingester.counts;

import io.storestream.kafka.record.LocationDelta;
import io.storestream.kafka.record.StoreVersion;
import io.storestream.model.Location;
import io.storestream.model.text.Texts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes of counts, added up: many stores that open, move or close in the same second change the
 * same counts. The first change is due at once, and those after it when an interval has passed, or
 * when they fill a record. For one thread.
 */
public final class DeltaSums {

  /** Half of what a Kafka producer sends in a record by default. */
  static final int MAX_BYTES = 512 * 1024;

  /** A number, a space and a line feed around a path. */
  private static final int BYTES_AROUND_PATH = 8;

  /** By their paths, which are cheaper than locations: each store has changes of eight. */
  private final Map<String, Root> roots = new LinkedHashMap<>();

  private final Duration interval;
  private Instant sent = Instant.EPOCH;
  private int locations;
  private boolean full;

  /**
   * @param interval after which they are due again
   */
  public DeltaSums(Duration interval) {
    this.interval = interval;
  }

  /** Adds what a store changes that moves from some locations to others. */
  public void add(String from, String to) {
    List<String> left = StoreVersion.split(from);
    List<String> entered = StoreVersion.split(to);
    for (String lowest : left) {
      if (!entered.contains(lowest)) {
        add(lowest, -1);
      }
    }
    for (String lowest : entered) {
      if (!left.contains(lowest)) {
        add(lowest, 1);
      }
    }
  }

  private void add(String lowest, long change) {
    List<String> lineage = Location.lineageOf(lowest);
    Root root = roots.computeIfAbsent(lineage.get(0), it -> new Root());
    lineage.forEach(path -> root.add(path, change));
    full |= root.bytes > MAX_BYTES;
  }

  /** Returns how many locations have changes. */
  public int size() {
    return locations;
  }

  /** Returns whether they should be sent. */
  public boolean isDue(Instant now) {
    Duration since = Duration.between(sent, now);
    // Negative if the clock was set back.
    return full || (locations > 0 && (since.isNegative() || since.compareTo(interval) >= 0));
  }

  /**
   * Takes them, as the deltas of each root; none if all changes cancel out. If only those of some
   * roots do, these get a delta too, as each root has to know which changes it contains.
   */
  public List<LocationDelta> take(String source, long sequence, Instant now) {
    List<LocationDelta> deltas = new ArrayList<>();
    roots.values().forEach(it -> it.changes.values().removeIf(change -> change == 0));
    if (roots.values().stream().anyMatch(it -> !it.changes.isEmpty())) {
      roots.forEach(
          (path, root) ->
              deltas.add(
                  root.changes.isEmpty()
                      ? LocationDelta.ofNoChange(source, sequence, Location.parse(path))
                      : new LocationDelta(source, sequence, root.byLocation())));
    }
    roots.clear();
    locations = 0;
    full = false;
    sent = now;
    return deltas;
  }

  private final class Root {

    private final Map<String, Long> changes = new LinkedHashMap<>();
    private long bytes;

    void add(String path, long change) {
      Long before = changes.get(path);
      changes.put(path, before == null ? change : before + change);
      if (before == null) {
        locations++;
        bytes += Texts.utf8Length(path) + BYTES_AROUND_PATH;
      }
    }

    Map<Location, Long> byLocation() {
      Map<Location, Long> all = new LinkedHashMap<>();
      changes.forEach((path, change) -> all.put(Location.parse(path), change));
      return all;
    }
  }
}
