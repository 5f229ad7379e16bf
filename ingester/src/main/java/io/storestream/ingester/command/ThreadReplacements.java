package io.storestream.ingester.command;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Decides which failed stream threads are replaced: those that failed by an error that passes, and
 * at most {@value #MAX} of them within five minutes. After that the problem counts as lasting, and
 * the process ends so that an operator notices it. Thread-safe.
 */
final class ThreadReplacements {

  static final int MAX = 5;
  static final Duration WINDOW = Duration.ofMinutes(5);

  private final InstantSource clock;
  private final Deque<Instant> recent = new ArrayDeque<>();

  ThreadReplacements(InstantSource clock) {
    this.clock = clock;
  }

  /** Returns whether to replace a thread that has failed now, and counts it if so. */
  synchronized boolean tryReplaceAfter(Throwable error) {
    if (!passes(error)) {
      return false;
    }
    Instant now = clock.instant();
    while (!recent.isEmpty() && !recent.peek().isAfter(now.minus(WINDOW))) {
      recent.remove();
    }
    if (recent.size() == MAX) {
      return false;
    }
    recent.add(now);
    return true;
  }

  private static boolean passes(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      // A process that was paused finds that the broker has ended its transaction.
      if (cause instanceof RetriableException || cause instanceof InvalidTxnStateException) {
        return true;
      }
    }
    return false;
  }
}
