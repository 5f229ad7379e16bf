package io.storestream.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * The measurement of one operation.
 *
 * @param heapBytes heap in use after a garbage collection, the servers' share included
 */
record Measurement(String name, long items, Duration elapsed, long heapBytes) {

  /** Collects the garbage of the operation and records the heap in use. */
  static Measurement of(String name, long items, Duration elapsed) {
    System.gc();
    long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return new Measurement(name, items, elapsed, used);
  }

  long itemsPerSecond() {
    return items * 1_000_000_000 / Math.max(1, elapsed.toNanos());
  }

  /** Returns the speed relative to another measurement; 1 is equal. */
  double speedBeside(Measurement other) {
    return (double) itemsPerSecond() / Math.max(1, other.itemsPerSecond());
  }
}
