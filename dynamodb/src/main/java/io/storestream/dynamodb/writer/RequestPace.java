package io.storestream.dynamodb.writer;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * When the next request goes. A full one goes as soon as the limit of requests in flight leaves
 * room. One that is not full also waits until 5 ms after the last one, or until 50 ms after it if
 * others are in flight: Nagle's algorithm (RFC 896) with a bound. Not thread-safe.
 */
final class RequestPace {

  /**
   * The least time from one request to the next that is not full: a table that answers at once
   * would get many small ones, and a request costs as much processor time as ten items.
   */
  static final long PARTIAL_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /**
   * The least time from one request to the next that is not full while others are in flight: a
   * request that the table does not answer must not hold back all items.
   */
  static final long OVERDUE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

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

  /** Returns the limit of requests in flight. */
  InFlightLimit limit() {
    return limit;
  }

  /** Returns how many requests are in flight. */
  int inFlight() {
    return inFlight;
  }

  /**
   * Returns after which time to ask again, unless items fill a request or one is answered: zero or
   * less if a request goes now, {@link Long#MAX_VALUE} if only a change ends the wait. While
   * requests are in flight this is finite without items too, so no first item has to end a wait.
   *
   * @param ready items, zero or more
   */
  long nanosUntilSend(int ready) {
    if (inFlight >= limit.current()) {
      return Long.MAX_VALUE;
    }
    if (ready >= maxItems) {
      return 0;
    }
    if (ready == 0) {
      return inFlight > 0 ? OVERDUE_NANOS : Long.MAX_VALUE;
    }
    return (inFlight > 0 ? OVERDUE_NANOS : PARTIAL_INTERVAL_NANOS)
        - (nanoTime.getAsLong() - lastSent);
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
