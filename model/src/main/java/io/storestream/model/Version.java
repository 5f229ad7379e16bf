package io.storestream.model;

import java.time.DateTimeException;
import java.time.Instant;

/**
 * Which of two states of a store is the newer one: a total order in one number.
 *
 * <p>The number is {@code updatedAt} in epoch milliseconds × 1,000,000 + {@code revision}. The
 * revision is 0 for a new {@code updatedAt} and one more than the last for different content at the
 * same {@code updatedAt}, so the same events in the same order give the same versions and a replay
 * is harmless. Immutable.
 *
 * @param value zero or more
 */
public record Version(long value) implements Comparable<Version> {

  /** How many revisions one millisecond has room for. */
  public static final long REVISIONS_PER_MILLI = 1_000_000;

  /** The latest time that a version can hold, in the year 2262. */
  public static final Instant MAX_UPDATED_AT =
      Instant.ofEpochMilli(Long.MAX_VALUE / REVISIONS_PER_MILLI - 1);

  public Version {
    if (value < 0) {
      throw new IllegalArgumentException("value must not be negative: " + value);
    }
  }

  /**
   * Returns the first version at a time, of which everything below a millisecond is dropped.
   *
   * @throws DateTimeException if {@code updatedAt} is before 1970 or after {@link #MAX_UPDATED_AT}
   */
  public static Version firstAt(Instant updatedAt) {
    if (updatedAt.isBefore(Instant.EPOCH) || updatedAt.isAfter(MAX_UPDATED_AT)) {
      throw new DateTimeException(
          "updatedAt must be from 1970 to " + MAX_UPDATED_AT + ", not " + updatedAt);
    }
    return new Version(updatedAt.toEpochMilli() * REVISIONS_PER_MILLI);
  }

  /** Returns when this state became true, to the millisecond. */
  public Instant updatedAt() {
    return Instant.ofEpochMilli(value / REVISIONS_PER_MILLI);
  }

  /** Returns how many other contents the same {@code updatedAt} has had before this one. */
  public int revision() {
    return (int) (value % REVISIONS_PER_MILLI);
  }

  /** Returns whether {@link #nextRevision()} is possible. */
  public boolean hasNextRevision() {
    return revision() < REVISIONS_PER_MILLI - 1;
  }

  /**
   * Returns the version of different content at the same {@code updatedAt}.
   *
   * @throws IllegalStateException if there is none; see {@link #hasNextRevision()}
   */
  public Version nextRevision() {
    if (!hasNextRevision()) {
      throw new IllegalStateException("no revision is left at " + updatedAt());
    }
    return new Version(value + 1);
  }

  /** Returns whether an event of this time is older than this version. */
  public boolean isAfter(Instant time) {
    return value / REVISIONS_PER_MILLI > time.toEpochMilli();
  }

  /** Returns whether an event of this time has the same {@code updatedAt} as this version. */
  public boolean isAt(Instant time) {
    return value / REVISIONS_PER_MILLI == time.toEpochMilli();
  }

  @Override
  public int compareTo(Version other) {
    return Long.compare(value, other.value);
  }
}
