package io.storestream.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows the progress of long work on standard error: a progress bar on a terminal, otherwise a
 * plain line every few seconds. Used by one thread at a time.
 */
public final class Progress implements AutoCloseable {

  /**
   * Set by the launcher, which can ask the shell; the JVM can't detect whether standard error alone
   * is a terminal.
   */
  static final String TERMINAL_PROPERTY = "storestream.terminal";

  private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(5);
  private static final int BAR_UPDATE_MS = 200;

  private final String task;
  private final String unit;
  private final long max;
  private final PrintStream out;
  private final InstantSource clock;
  private final @Nullable ProgressBar bar;
  private final Instant start;
  private Instant nextLine;

  private Progress(
      String task, String unit, long max, PrintStream out, InstantSource clock, boolean terminal) {
    this.task = task;
    this.unit = unit;
    this.max = max;
    this.out = out;
    this.clock = clock;
    this.start = clock.instant();
    this.nextLine = start.plus(PLAIN_INTERVAL);
    this.bar = terminal ? bar(task, unit, max, out) : null;
  }

  /**
   * Starts to show the progress of a task.
   *
   * @param task name of the task, such as {@code "publishing"}
   * @param unit unit in the plural, such as {@code "bytes"}
   * @param max total number; negative if it is unknown
   */
  public static Progress start(String task, String unit, long max) {
    return new Progress(
        task, unit, max, System.err, InstantSource.system(), Boolean.getBoolean(TERMINAL_PROPERTY));
  }

  static Progress plain(String task, String unit, long max, PrintStream out, InstantSource clock) {
    return new Progress(task, unit, max, out, clock, false);
  }

  /** Sets the total number done so far. Cheap; call it as often as is convenient. */
  public void update(long done) {
    if (bar != null) {
      bar.stepTo(done);
    } else if (!clock.instant().isBefore(nextLine)) {
      nextLine = clock.instant().plus(PLAIN_INTERVAL);
      out.println(line(done));
    }
  }

  private String line(long done) {
    long rate = done * 1000 / Math.max(1, Duration.between(start, clock.instant()).toMillis());
    String line =
        max > 0
            ? "%s: %,d of %,d %s (%d %%)".formatted(task, done, max, unit, done * 100 / max)
            : "%s: %,d %s".formatted(task, done, unit);
    return line
        + ", %,d/s".formatted(rate)
        + (max > 0 && rate > 0 ? ", %s left".formatted(timeFor((max - done) / rate)) : "");
  }

  private static String timeFor(long seconds) {
    return seconds < 60
        ? seconds + " s"
        : seconds < 3600
            ? "%d min %d s".formatted(seconds / 60, seconds % 60)
            : "%d h %d min".formatted(seconds / 3600, seconds / 60 % 60);
  }

  /** Removes the bar from the terminal. Otherwise prints nothing. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }

  private static ProgressBar bar(String task, String unit, long max, PrintStream out) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setUnit(" " + unit, 1)
        .setInitialMax(max)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(BAR_UPDATE_MS)
        .setConsumer(new ConsoleProgressBarConsumer(out))
        .showSpeed()
        .clearDisplayOnFinish()
        .build();
  }
}
