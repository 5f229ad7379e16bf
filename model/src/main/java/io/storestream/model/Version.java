package io.storestream.model;

import io.storestream.model.text.Texts;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;

/**
 * Which of two states of a store is the newer one: a total order, by time and then by revision.
 *
 * <p>The revision is 0 for a new {@code updatedAt} and one more than the last for different content
 * at the same {@code updatedAt}, so the same events in the same order give the same versions and a
 * replay is harmless. Where a version is one number, in the table and on the topics, it is {@link
 * #number()}. Immutable.
 *
 * @param nanos {@code updatedAt} in nanoseconds since 1970, zero or more
 * @param revision from 0 to {@link #REVISIONS} - 1
 */
public record Version(long nanos, int revision) implements Comparable<Version> {

  /** How many revisions one {@code updatedAt} has room for. */
  public static final int REVISIONS = 1_000_000;

  /**
   * The latest time that an event can have, in the year 2262: a millisecond or two before the
   * latest that a version can hold, so that {@link #next()} has room above it.
   */
  public static final Instant MAX_UPDATED_AT = Instant.ofEpochMilli(Long.MAX_VALUE / 1_000_000 - 1);

  /** Lower than every version of an event after 1970. */
  public static final Version ZERO = new Version(0, 0);

  private static final int REVISION_DIGITS = 6;
  private static final int MAX_NANOS_DIGITS = 19;
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final BigInteger NUMBERS_PER_NANO = BigInteger.valueOf(REVISIONS);
  private static final BigInteger MAX_NUMBER = new Version(Long.MAX_VALUE, REVISIONS - 1).number();
  private static final BigDecimal MAX = new BigDecimal(MAX_NUMBER);
  private static final Comparator<Version> ORDER =
      Comparator.comparingLong(Version::nanos).thenComparingInt(Version::revision);

  /**
   * @throws IllegalArgumentException if a component is out of its range
   */
  public Version {
    if (nanos < 0) {
      throw new IllegalArgumentException("nanos must not be negative: " + nanos);
    }
    if (revision < 0 || revision >= REVISIONS) {
      throw new IllegalArgumentException(
          "revision must be from 0 to " + (REVISIONS - 1) + ": " + revision);
    }
  }

  /**
   * Returns the first version at a time.
   *
   * @throws DateTimeException if {@code updatedAt} is before 1970 or after {@link #MAX_UPDATED_AT}
   */
  public static Version firstAt(Instant updatedAt) {
    if (updatedAt.isBefore(Instant.EPOCH) || updatedAt.isAfter(MAX_UPDATED_AT)) {
      throw new DateTimeException(
          "updatedAt must be from 1970 to " + MAX_UPDATED_AT + ", not " + updatedAt);
    }
    return new Version(updatedAt.getEpochSecond() * NANOS_PER_SECOND + updatedAt.getNano(), 0);
  }

  /**
   * Returns the version of a number.
   *
   * @throws IllegalArgumentException if no version has this number
   */
  public static Version ofNumber(BigInteger number) {
    if (number.signum() < 0 || number.compareTo(MAX_NUMBER) > 0) {
      throw new IllegalArgumentException("a version is from 0 to " + MAX_NUMBER);
    }
    BigInteger[] parts = number.divideAndRemainder(NUMBERS_PER_NANO);
    return new Version(parts[0].longValueExact(), parts[1].intValueExact());
  }

  /**
   * Returns the version of a number in any decimal spelling: DynamoDB need not return the one that
   * was written.
   *
   * @throws IllegalArgumentException if it is not a number, or no version has this number
   */
  public static Version parse(String number) {
    try {
      int nanosDigits = number.length() - REVISION_DIGITS;
      if (nanosDigits > 0 && nanosDigits <= MAX_NANOS_DIGITS && isDigits(number)) {
        // As digits() writes it. The general way divides large numbers, which costs much more.
        return new Version(
            Long.parseLong(number, 0, nanosDigits, 10),
            Integer.parseInt(number, nanosDigits, number.length(), 10));
      }
      BigDecimal value = new BigDecimal(number).stripTrailingZeros();
      // Compared first, as an exponent can ask for more digits than there is memory.
      if (value.signum() >= 0 && value.compareTo(MAX) <= 0 && value.scale() <= 0) {
        return ofNumber(value.toBigIntegerExact());
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a version: " + Texts.excerpt(number), e);
    }
    throw new IllegalArgumentException("not a version: " + Texts.excerpt(number));
  }

  private static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the version in one number, which orders as the version does: {@link #nanos} followed by
   * six digits of revision, at most 25 digits.
   */
  public BigInteger number() {
    return BigInteger.valueOf(nanos).multiply(NUMBERS_PER_NANO).add(BigInteger.valueOf(revision));
  }

  /** Returns the decimal digits of {@link #number()}, which cost much less to make than it does. */
  public String digits() {
    return nanos == 0
        ? Integer.toString(revision)
        : nanos + Integer.toString(REVISIONS + revision).substring(1);
  }

  /** Returns when this state became true. */
  public Instant updatedAt() {
    return Instant.ofEpochSecond(0, nanos);
  }

  /** Returns whether {@link #nextRevision()} is possible. */
  public boolean hasNextRevision() {
    return revision < REVISIONS - 1;
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
    return new Version(nanos, revision + 1);
  }

  /**
   * Returns the lowest version that is higher, whatever its time: for what only has to be newer.
   *
   * @throws IllegalStateException if this is the highest of all
   */
  public Version next() {
    if (hasNextRevision()) {
      return nextRevision();
    }
    if (nanos == Long.MAX_VALUE) {
      throw new IllegalStateException("no version is left after " + number());
    }
    return new Version(nanos + 1, 0);
  }

  /** Returns whether an event of this time is older than this version. */
  public boolean isAfter(Instant time) {
    return updatedAt().isAfter(time);
  }

  /** Returns whether an event of this time has the same {@code updatedAt} as this version. */
  public boolean isAt(Instant time) {
    return updatedAt().equals(time);
  }

  @Override
  public int compareTo(Version other) {
    return ORDER.compare(this, other);
  }
}
