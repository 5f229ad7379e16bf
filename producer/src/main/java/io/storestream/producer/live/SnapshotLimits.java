package io.storestream.producer.live;

/**
 * What a snapshot may close. Immutable.
 *
 * @param maxClosuresPercent of the live stores in the scope, from 0 to 100; the first {@link
 *     #ALWAYS} may be closed whatever their share
 * @param scope the stores of which the files are a complete list
 */
public record SnapshotLimits(int maxClosuresPercent, Scope scope) {

  /** What {@link #maxClosuresPercent} is unless a user says otherwise. */
  public static final int DEFAULT_MAX_CLOSURES_PERCENT = 10;

  /** This many stores may be closed whatever their share. */
  static final int ALWAYS = 100;

  /**
   * @throws IllegalArgumentException if the percentage is out of its range
   */
  public SnapshotLimits {
    if (maxClosuresPercent < 0 || maxClosuresPercent > 100) {
      throw new IllegalArgumentException(
          "--max-closures must be from 0 to 100 percent, not " + maxClosuresPercent);
    }
  }

  /** Returns whether so many stores may be closed. */
  boolean allow(long closures, long live) {
    return closures <= ALWAYS || closures * 100 <= live * maxClosuresPercent;
  }
}
