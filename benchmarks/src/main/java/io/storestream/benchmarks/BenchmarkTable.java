package io.storestream.benchmarks;

import java.io.PrintStream;
import java.util.Locale;

/** Prints each measurement in one line as soon as it is complete. */
final class BenchmarkTable {

  private final PrintStream out;

  BenchmarkTable(PrintStream out) {
    this.out = out;
  }

  void printHeader() {
    out.printf(
        "%-28s %12s %10s %10s %8s %8s%n",
        "what", "items", "seconds", "items/s", "speed", "heap MB");
    out.flush();
  }

  /** Prints a measurement and its speed relative to its baseline. */
  void print(Measurement measurement, Measurement bare) {
    out.printf(
        Locale.ROOT,
        "%-28s %12d %10.1f %10d %8.2f %8d%n",
        measurement.name(),
        measurement.items(),
        measurement.elapsed().toMillis() / 1000.0,
        measurement.itemsPerSecond(),
        measurement.speedBeside(bare),
        measurement.heapBytes() / (1024 * 1024));
    out.flush();
  }
}
