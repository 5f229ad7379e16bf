package io.storestream.ingester.command;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Limits how often failed stream threads are replaced: {@value #MAX} times within five minutes.
 * After that the problem counts as lasting, and the process ends so that an operator notices it.
 * Thread-safe.
 */
final class ThreadReplacements {

  static final int MAX = 5;
  static final Duration WINDOW = Duration.ofMinutes(5);

  private final InstantSource clock;
  private final Deque<Instant> recent = new ArrayDeque<>();

  ThreadReplacements(InstantSource clock) {
    this.clock = clock;
  }

  /** Returns whether to replace a thread now, and counts it if so. */
  synchronized boolean tryReplace() {
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
}
