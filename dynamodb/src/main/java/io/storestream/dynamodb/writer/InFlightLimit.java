package io.storestream.dynamodb.writer;

/**
 * How many requests may be in flight at once. The limit halves when the table throttles, or does
 * not answer in time, and grows by steps while it does neither (AIMD: additive increase,
 * multiplicative decrease; Jacobson 1988).
 *
 * <p>Requests that are in flight together meet congestion together, so the limit halves only once
 * in such a round. Not thread-safe.
 */
final class InFlightLimit {

  private final int max;
  private double limit;
  private long round;

  /**
   * @param max requests, one or more; the limit starts here, because on-demand tables take it
   */
  InFlightLimit(int max) {
    if (max < 1) {
      throw new IllegalArgumentException("max must be one or more: " + max);
    }
    this.max = max;
    this.limit = max;
  }

  /** Returns how many requests may be in flight now, one or more. */
  int current() {
    return (int) limit;
  }

  /** Returns the round in which a request starts, for {@link #onCongestion}. */
  long round() {
    return round;
  }

  /** A request went through: a whole window of them raises the limit by one. */
  void onSuccess() {
    limit = Math.min(max, limit + 1 / limit);
  }

  /**
   * A request was throttled or not answered in time.
   *
   * @param startedInRound {@link #round()} when the request was sent
   */
  void onCongestion(long startedInRound) {
    if (startedInRound == round) {
      limit = Math.max(1, limit / 2);
      round++;
    }
  }
}
