package io.storestream.dynamodb.writer;

/**
 * How many requests may be on their way at once: halves when the table throttles and grows by steps
 * while it does not (additive increase, multiplicative decrease, as TCP does after Jacobson 1988).
 *
 * <p>Requests that were on their way together are throttled together, so within one such round the
 * limit halves only once. Not thread-safe.
 */
final class InFlightLimit {

  private final int max;
  private double limit;
  private long round;

  /**
   * @param max requests, one or more; also where it starts, as on-demand tables and emulators take
   *     it
   */
  InFlightLimit(int max) {
    if (max < 1) {
      throw new IllegalArgumentException("max must be one or more: " + max);
    }
    this.max = max;
    this.limit = max;
  }

  /** Returns how many requests may be on their way now, one or more. */
  int current() {
    return (int) limit;
  }

  /** Returns the round that a request starts in, to be handed back with its outcome. */
  long round() {
    return round;
  }

  /** A request went through: a whole window of them raises the limit by one. */
  void onSuccess() {
    limit = Math.min(max, limit + 1 / limit);
  }

  /**
   * A request was throttled.
   *
   * @param startedInRound what {@link #round()} said when it was sent
   */
  void onThrottle(long startedInRound) {
    if (startedInRound == round) {
      limit = Math.max(1, limit / 2);
      round++;
    }
  }
}
