package io.storestream.dynamodb.writer;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * When the next request goes. A full one goes as soon as the limit of requests in flight leaves
 * room. One that is not full waits until none is in flight, as in Nagle's algorithm (RFC 896), and
 * until 5 ms after the last one. Not thread-safe.
 */
final class RequestPace {

  /**
   * The least time from one request to the next that is not full: a table that answers at once
   * would get many small ones, and a request costs as much processor time as ten items.
   */
  static final long PARTIAL_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final int maxItems;
  private final InFlightLimit limit;
  private final LongSupplier nanoTime;
  private long lastSent;
  private int inFlight;

  /**
   * @param maxItems that make a request full
   * @param nanoTime as {@link System#nanoTime()}
   */
  RequestPace(int maxItems, InFlightLimit limit, LongSupplier nanoTime) {
    this.maxItems = maxItems;
    this.limit = limit;
    this.nanoTime = nanoTime;
    this.lastSent = nanoTime.getAsLong() - PARTIAL_INTERVAL_NANOS;
  }

  /** Returns how many requests are in flight. */
  int inFlight() {
    return inFlight;
  }

  /**
   * Returns how long the items wait unless more come or a request is answered: zero or less if a
   * request goes now, {@link Long#MAX_VALUE} if only such a change ends the wait.
   *
   * @param ready items, zero or more
   */
  long nanosUntilSend(int ready) {
    if (ready == 0 || inFlight >= limit.current()) {
      return Long.MAX_VALUE;
    }
    if (ready >= maxItems) {
      return 0;
    }
    return inFlight > 0
        ? Long.MAX_VALUE
        : PARTIAL_INTERVAL_NANOS - (nanoTime.getAsLong() - lastSent);
  }

  /** A request goes. */
  void onSend() {
    lastSent = nanoTime.getAsLong();
    inFlight++;
  }

  /** A request was answered, or failed. */
  void onAnswer() {
    inFlight--;
  }
}
