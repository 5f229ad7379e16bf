package io.storestream.benchmarks.measurement;

import io.storestream.benchmarks.process.ChildProcess;
import io.storestream.benchmarks.server.Workbench;
import io.storestream.cli.CommandFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** A run of a contestant over a number of items, with samples from its start to its end. */
public final class Run {

  /** A contestant whose figure stands still for this long has failed. */
  private static final Duration STALL_TIMEOUT = Duration.ofMinutes(2);

  private final List<Sample> samples;
  private final long total;

  private Run(List<Sample> samples, long total) {
    this.samples = samples;
    this.total = total;
  }

  /**
   * Watches a contestant until it has done all items.
   *
   * @param items returns how many are done, negative before the run begins
   * @throws CommandFailedException if the contestant fails or does nothing for two minutes
   */
  public static Run watch(
      Workbench bench, ChildProcess contestant, LongSupplier items, long total) {
    List<Sample> samples = new ArrayList<>();
    Sample progress = sample(bench, contestant, items.getAsLong());
    samples.add(progress);
    for (Sample now = progress; now.items() < total; samples.add(now)) {
      contestant.requireHealthy();
      bench.pause();
      now = sample(bench, contestant, items.getAsLong());
      if (now.items() > progress.items()) {
        progress = now;
      } else if (now.at().minus(progress.at()).compareTo(STALL_TIMEOUT) > 0) {
        throw new CommandFailedException(
            "%s has done %,d of %,d items, and no more for %d s"
                .formatted(contestant, now.items(), total, STALL_TIMEOUT.toSeconds()));
      }
    }
    return new Run(samples, total);
  }

  private static Sample sample(Workbench bench, ChildProcess contestant, long items) {
    return new Sample(contestant.age(), items, contestant.cpu(), bench.brokerCpu());
  }

  /** Returns the part that counts. */
  public RateWindow window() {
    return RateWindow.of(samples, total);
  }

  /** Returns the number of items. */
  public long total() {
    return total;
  }

  /** Returns the rate and the CPU times from 40 to 95 % of the items. */
  public Result toResult(String measurement, String contestant) {
    return window().toResult(measurement, contestant, total);
  }

  /**
   * Returns the time from the start of the process until half of the rate of {@link #toResult} had
   * held for a second.
   */
  public Duration timeToHalf() {
    return window().timeToHalf(samples);
  }
}
