package io.storestream.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * What was measured of a piece of work.
 *
 * @param heapBytes what is in use afterwards, by the servers too, when all garbage is collected
 */
record Measurement(String name, long items, Duration elapsed, long heapBytes) {

  /** Collects the garbage that the work has left, and takes note of the rest. */
  static Measurement of(String name, long items, Duration elapsed) {
    System.gc();
    long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return new Measurement(name, items, elapsed, used);
  }

  long itemsPerSecond() {
    return items * 1_000_000_000 / Math.max(1, elapsed.toNanos());
  }

  /** Returns how fast this is beside another; 1 is as fast. */
  double speedBeside(Measurement other) {
    return (double) itemsPerSecond() / Math.max(1, other.itemsPerSecond());
  }
}
