package io.storestream.ingester.command;

import io.storestream.ingester.outbox.TableWriters;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * The wait before a stop until the pending writes are acknowledged and their outbox entries
 * removed; otherwise the next start, or another instance, would write them again. Before that,
 * changes of counts have the time to become writes. It does not wait for later writes.
 */
final class FinalDrain {

  /** Twice the time for which changes of counts are added up. */
  private static final Duration DELTA_TIMEOUT = Duration.ofSeconds(2);

  private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(5);
  private static final long POLL_MS = 10;

  private final TableWriters writers;
  private final BooleanSupplier running;

  /**
   * @param running whether the stream threads process events; else nothing is drained
   */
  FinalDrain(TableWriters writers, BooleanSupplier running) {
    this.writers = writers;
    this.running = running;
  }

  /** Returns when all is drained, or after a timeout. */
  void await() {
    await(DELTA_TIMEOUT, () -> writers.counts().announced() == 0);
    Instant begin = Instant.now();
    await(
        WRITE_TIMEOUT,
        () -> writers.pendingAge().compareTo(Duration.between(begin, Instant.now())) < 0);
    Instant written = Instant.now();
    await(DRAIN_TIMEOUT, () -> writers.isDrainedSince(written));
  }

  private void await(Duration timeout, BooleanSupplier condition) {
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      while (running.getAsBoolean() && !condition.getAsBoolean() && System.nanoTime() < deadline) {
        Thread.sleep(POLL_MS); // two writers and all threads: no one signal to wait for
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
