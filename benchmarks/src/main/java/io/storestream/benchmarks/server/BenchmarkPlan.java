package io.storestream.benchmarks.server;

import java.time.Duration;

/**
 * The amount of the measurements.
 *
 * @param stores one or more
 * @param seed another seed makes other stores
 * @param rounds how often everything is measured, one or more
 * @param latency time before the stand-in answers a read or write
 */
public record BenchmarkPlan(long stores, long seed, int rounds, Duration latency) {

  /** Checks the numbers. */
  public BenchmarkPlan {
    requirePositive("--stores", stores);
    requirePositive("--rounds", rounds);
    if (latency.isNegative()) {
      throw new IllegalArgumentException("--latency must be zero or more");
    }
  }

  private static void requirePositive(String option, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(option + " must be one or more");
    }
  }
}
