package io.storestream.ingester.command;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses the processing of events while too many writes wait for the tables, and lets it go on when
 * half of them are left. So a table that is slower than events come, or away, costs time and never
 * all memory. Stream threads stay in their group meanwhile, and the writers go on. Thread-safe.
 */
final class PendingLimit implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PendingLimit.class);

  /** Short beside the time that it takes to fill the limit. */
  private static final Duration INTERVAL = Duration.ofMillis(100);

  private final int max;
  private final IntSupplier waiting;
  private final Pauses pauses;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "pending-limit"));

  private boolean pausing;
  private boolean announced;

  /**
   * @param max writes, one or more; a little more wait at times, as this looks ten times a second
   * @param waiting returns how many writes wait now
   */
  PendingLimit(int max, IntSupplier waiting, Pauses pauses) {
    this.max = max;
    this.waiting = waiting;
    this.pauses = pauses;
  }

  /** Starts to look. */
  void start() {
    var unused =
        executor.scheduleWithFixedDelay(this::check, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  synchronized void check() {
    int writes = waiting.getAsInt();
    if (!pausing && writes >= max) {
      pausing = true;
      pauses.begin(this);
      announce(writes);
    } else if (pausing && writes <= max / 2) {
      pausing = false;
      log.debug("Events are processed again: {} writes wait", writes);
      pauses.end(this);
    }
  }

  /** A first load of a slow table pauses each few seconds, which need not be told each time. */
  private void announce(int writes) {
    if (announced) {
      log.debug("Events wait for the table: {} writes wait", writes);
    } else {
      announced = true;
      log.info(
          "Events wait for the table: {} writes wait, and more than {} (--max-pending) must not;"
              + " it can happen again, and is not logged then",
          writes,
          max);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
