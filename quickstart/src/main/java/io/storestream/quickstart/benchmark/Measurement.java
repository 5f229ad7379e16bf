package io.storestream.quickstart.benchmark;

import java.time.Duration;

/** What was measured of a piece of work. */
record Measurement(String name, long items, Duration elapsed) {

  long itemsPerSecond() {
    return items * 1_000_000_000 / Math.max(1, elapsed.toNanos());
  }

  /** Returns how fast this is beside another; 1 is as fast. */
  double speedBeside(Measurement other) {
    return (double) itemsPerSecond() / Math.max(1, other.itemsPerSecond());
  }
}
