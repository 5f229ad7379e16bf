package io.storestream.ingester.command;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses the processing of events while too many writes wait for a table, until half of them are
 * written. So a table that is slower than the events, or away, costs time and not all memory. The
 * writers go on meanwhile, and stream threads stay in their group. Thread-safe.
 */
final class PendingLimit implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PendingLimit.class);

  /** Short beside the time that it takes to fill the limit. */
  private static final Duration INTERVAL = Duration.ofMillis(100);

  /** A first load of a slow table is paused every few seconds. */
  private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

  private final int max;
  private final Map<String, IntSupplier> waiting;
  private final Pauses pauses;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "pending-limit"));

  private final Set<String> full = new HashSet<>();
  private long lastLogged = System.nanoTime() - LOG_INTERVAL.toNanos();

  /**
   * @param max writes for one table, one or more; some more may wait, as the check is made ten
   *     times a second
   * @param waiting by table, how many writes wait now
   */
  PendingLimit(int max, Map<String, IntSupplier> waiting, Pauses pauses) {
    this.max = max;
    this.waiting = waiting;
    this.pauses = pauses;
  }

  /** Starts the checks. */
  void start() {
    var unused =
        executor.scheduleWithFixedDelay(this::check, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  synchronized void check() {
    waiting.forEach((table, writes) -> check(table, writes.getAsInt()));
  }

  private void check(String table, int writes) {
    if (writes >= max && full.add(table)) {
      pauses.begin(table);
      logPause(table, writes);
    } else if (writes <= max / 2 && full.remove(table)) {
      pauses.end(table);
    }
  }

  private void logPause(String table, int writes) {
    long now = System.nanoTime();
    if (now - lastLogged >= LOG_INTERVAL.toNanos()) {
      lastLogged = now;
      log.info(
          "Events wait until the table {} has taken half of {} writes (--max-pending {}); not logged"
              + " again for a minute",
          table,
          writes,
          max);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
