package io.storestream.benchmarks.measurement;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The part of a run that counts: from {@value #FROM} to {@value #TO} of its items, so that neither
 * the start nor the last, partly filled requests do.
 *
 * @param from the last sample before the part
 * @param to the first sample after the part
 */
public record RateWindow(Sample from, Sample to) {

  static final double FROM = 0.40;
  static final double TO = 0.95;

  /** A rate has to hold for this long to count as reached. */
  private static final Duration STEADY = Duration.ofSeconds(1);

  /**
   * Returns the part of a run.
   *
   * @param samples in their order; the first has at most {@value #FROM} of the items, the last all
   * @param total number of items of the run, one or more
   */
  static RateWindow of(List<Sample> samples, long total) {
    Sample from = samples.get(0);
    for (Sample sample : samples) {
      if (sample.items() <= FROM * total) {
        from = sample;
      } else if (sample.items() >= TO * total) {
        return new RateWindow(from, sample);
      }
    }
    throw new IllegalArgumentException("the run did not end: " + samples.get(samples.size() - 1));
  }

  /** Returns the rate. */
  public double itemsPerSecond() {
    return items() / seconds(to.at().minus(from.at()));
  }

  /** Returns the CPU time of the contestant per item, µs. */
  public double cpuMicros() {
    return micros(from.cpu(), to.cpu());
  }

  double brokerMicros() {
    return micros(from.brokerCpu(), to.brokerCpu());
  }

  /**
   * Returns the time from the start of the process until half of this rate had held for a second.
   *
   * @param samples those of {@link #of}
   */
  Duration timeToHalf(List<Sample> samples) {
    int start = 0;
    for (Sample sample : samples) {
      Duration second = sample.at().minus(STEADY);
      while (samples.get(start + 1).at().compareTo(second) <= 0) {
        start++;
      }
      Sample before = samples.get(start);
      long items = sample.items() - before.items();
      if (before.at().compareTo(second) <= 0
          && items / seconds(sample.at().minus(before.at())) >= itemsPerSecond() / 2) {
        return sample.at();
      }
    }
    return to.at(); // all was done within a second
  }

  Result toResult(String measurement, String contestant, long total) {
    return new Result(
        measurement,
        contestant,
        Unit.PER_SECOND,
        itemsPerSecond(),
        total,
        OptionalDouble.of(cpuMicros()),
        OptionalDouble.of(brokerMicros()));
  }

  private long items() {
    return to.items() - from.items();
  }

  private double micros(Duration before, Duration after) {
    return seconds(after.minus(before)) * 1e6 / items();
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
