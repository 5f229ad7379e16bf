package io.storestream.producer.watch;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Tells which files have not changed for a time, and are complete therefore. It measures the time
 * itself: the clock of a file server may differ, and copies may keep the times of their originals.
 * Not thread-safe.
 */
final class QuietFiles {

  private record Seen(WaitingFile file, long sinceNs, long firstNs) {}

  private final Duration quietTime;
  private final LongSupplier nanoTime;
  private Map<String, Seen> seen = Map.of();
  private long lookedNs;

  /**
   * @param quietTime zero if all files are complete
   * @param nanoTime as {@link System#nanoTime()}
   */
  QuietFiles(Duration quietTime, LongSupplier nanoTime) {
    this.quietTime = quietTime;
    this.nanoTime = nanoTime;
  }

  /** Notes which files there are. */
  void look(List<WaitingFile> files) {
    long now = nanoTime.getAsLong();
    Map<String, Seen> next = new HashMap<>();
    for (WaitingFile file : files) {
      Seen before = seen.get(file.name());
      long firstNs = before == null ? now : before.firstNs();
      long sinceNs = before == null || !before.file().equals(file) ? now : before.sinceNs();
      next.put(file.name(), new Seen(file, sinceNs, firstNs));
    }
    seen = next;
    lookedNs = now;
  }

  /** Returns whether a file has not changed for the quiet time, up to the last look. */
  boolean isQuiet(WaitingFile file) {
    Seen known = seen.get(file.name());
    return known != null
        && known.file().equals(file)
        && lookedNs - known.sinceNs() >= quietTime.toNanos();
  }

  /** Returns how long ago the file was first seen that was seen first; zero if there is none. */
  Duration oldestAge() {
    long now = nanoTime.getAsLong();
    return Duration.ofNanos(
        seen.values().stream().mapToLong(it -> now - it.firstNs()).max().orElse(0));
  }
}
