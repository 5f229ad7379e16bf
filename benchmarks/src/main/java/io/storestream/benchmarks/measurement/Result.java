package io.storestream.benchmarks.measurement;

import java.util.OptionalDouble;

/**
 * The result of one contestant in one round.
 *
 * @param measurement name of the {@link Measurement}, or of one of its further figures
 * @param contestant such as {@code storestream}
 * @param unit unit of {@code value}
 * @param value the figure, zero or more
 * @param items items, records or requests that the contestant handled in total
 * @param cpuMicros CPU time of the contestant's process per item, µs; empty if not measured
 * @param brokerMicros CPU time of the broker per item, µs; empty if not measured
 */
public record Result(
    String measurement,
    String contestant,
    Unit unit,
    double value,
    long items,
    OptionalDouble cpuMicros,
    OptionalDouble brokerMicros) {

  /** Checks the figure. */
  public Result {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("value must be zero or more: " + value);
    }
  }

  /** Returns a result without CPU times. */
  public static Result of(
      String measurement, String contestant, Unit unit, double value, long items) {
    return new Result(
        measurement,
        contestant,
        unit,
        value,
        items,
        OptionalDouble.empty(),
        OptionalDouble.empty());
  }
}
