package io.storestream.benchmarks;

/**
 * The amount and the parameters of the measurements.
 *
 * @param stores one or more
 * @param rounds how often each operation is measured
 * @param maxInFlight write requests in flight at once
 * @param segments number of segments of a parallel scan
 */
record BenchmarkPlan(long stores, long seed, int rounds, int maxInFlight, int segments) {

  BenchmarkPlan {
    requirePositive("--stores", stores);
    requirePositive("--rounds", rounds);
    requirePositive("--max-in-flight", maxInFlight);
    requirePositive("--segments", segments);
  }

  private static void requirePositive(String option, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(option + " must be one or more");
    }
  }
}
