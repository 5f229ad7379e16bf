package io.storestream.testing.fault;

import java.time.Duration;
import java.util.Optional;

/**
 * How often write requests meet each fault. Shares are from 0 to 1 and add up to at most 1; all
 * other requests are forwarded unharmed.
 *
 * @param throttled share of {@link Fault#THROTTLED}
 * @param failed share of {@link Fault#FAILED}
 * @param partlyRefused share of {@link Fault#PARTLY_REFUSED}
 * @param delayed share of {@link Fault#DELAYED}
 * @param late share of {@link Fault#LATE}
 * @param reset share of {@link Fault#RESET}
 * @param lost share of {@link Fault#LOST}
 * @param delay zero or more: how long responses are delayed and late writes held. A client with a
 *     shorter timeout gives up
 */
public record FaultPlan(
    double throttled,
    double failed,
    double partlyRefused,
    double delayed,
    double late,
    double reset,
    double lost,
    Duration delay) {

  /** One second longer than the writer waits for the response to a write. */
  private static final Duration DELAY = Duration.ofSeconds(11);

  /** Several times the duration of a transaction. */
  private static final Duration SLOWNESS = Duration.ofMillis(300);

  /** Tolerance for sums such as 0.7 + 0.2 + 0.1, which is slightly more than 1. */
  private static final double ROUNDING = 1e-9;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if one is wrong
   */
  public FaultPlan {
    double sum = 0;
    for (double share :
        new double[] {throttled, failed, partlyRefused, delayed, late, reset, lost}) {
      if (!(share >= 0)) {
        throw new IllegalArgumentException("not a share: " + share);
      }
      sum += share;
    }
    if (sum > 1 + ROUNDING) {
      throw new IllegalArgumentException("shares add up to more than 1: " + sum);
    }
    if (delay.isNegative()) {
      throw new IllegalArgumentException("negative delay: " + delay);
    }
  }

  /** Returns the plan without faults. */
  public static FaultPlan none() {
    return new FaultPlan(0, 0, 0, 0, 0, 0, 0, Duration.ZERO);
  }

  /** Returns the plan that forwards slightly more than 40 % of the requests. */
  public static FaultPlan rough() {
    return new FaultPlan(0.3, 0.1, 0.1, 0.01, 0.02, 0.03, 0.03, DELAY);
  }

  /**
   * Returns the plan that executes every write after {@link #SLOWNESS}, so that some writes are
   * always in flight.
   */
  public static FaultPlan slow() {
    return always(Fault.LATE, SLOWNESS);
  }

  /** Returns the plan that applies one fault to every write request. */
  public static FaultPlan always(Fault fault, Duration delay) {
    return new FaultPlan(
        fault == Fault.THROTTLED ? 1 : 0,
        fault == Fault.FAILED ? 1 : 0,
        fault == Fault.PARTLY_REFUSED ? 1 : 0,
        fault == Fault.DELAYED ? 1 : 0,
        fault == Fault.LATE ? 1 : 0,
        fault == Fault.RESET ? 1 : 0,
        fault == Fault.LOST ? 1 : 0,
        delay);
  }

  /** Returns the share of write requests that meet a fault. */
  double share(Fault fault) {
    return switch (fault) {
      case THROTTLED -> throttled;
      case FAILED -> failed;
      case PARTLY_REFUSED -> partlyRefused;
      case DELAYED -> delayed;
      case LATE -> late;
      case RESET -> reset;
      case LOST -> lost;
    };
  }

  /**
   * Returns the fault that a request meets, if any.
   *
   * @param draw uniformly distributed from 0, inclusive, to 1, exclusive
   */
  Optional<Fault> pick(double draw) {
    double upTo = 0;
    for (Fault fault : Fault.values()) {
      upTo += share(fault);
      if (draw < upTo) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }
}
