package io.storestream.model.event;

import io.storestream.model.Fingerprint;
import io.storestream.model.Version;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Where a change stands among the changes of its source, such as a database whose log has
 * positions. Origins of different sources can't be compared.
 *
 * <p>Changes are ordered by time, and at the same time by position. A read of a snapshot has the
 * time at which a row was read, by another clock than the changes have: it and a change are ordered
 * by position alone. For one row this is a total order if a later position never has an earlier
 * time. Immutable.
 *
 * @param source stands for the source's name: see {@link #of}
 * @param time of the change by the source's clock, or at which the row was read
 * @param position in the source's log, zero or more, at most {@link #MAX_POSITION_BYTES} long; a
 *     later change has a higher one
 */
public record Origin(long source, Kind kind, Instant time, BigInteger position) {

  /** The longest position, in bytes. */
  public static final int MAX_POSITION_BYTES = 64;

  private static final int HEADER_BYTES = 2 + 2 * Long.BYTES;

  /** The first bit of the bytes of an origin, see {@link #toBytes()}. */
  private static final int FIRST_BIT = 0x80;

  /** What made a change known. */
  public enum Kind {
    /** A snapshot read the row, and found it as it was at the position. */
    READ(0),
    /** The source's log. */
    CHANGE(1),
    /**
     * The source's log, in the first transaction after a snapshot. It may have begun before the
     * snapshot and ended after it, so it may follow a read of a higher position. Which of such two
     * arrives later counts.
     */
    FIRST_CHANGE(2),
    /**
     * A record without a value, which says nothing of itself but that the source has deleted what
     * the records before it have left. Its time is that of the record.
     */
    TOMBSTONE(3);

    private final int number;

    Kind(int number) {
      this.number = number;
    }

    private static Kind of(int number) {
      for (Kind kind : values()) {
        if (kind.number == number) {
          return kind;
        }
      }
      throw new IllegalArgumentException("no kind of origin: " + number);
    }
  }

  /**
   * @throws IllegalArgumentException if the position is negative or too long
   * @throws java.time.DateTimeException as {@link Version#firstAt} says
   */
  public Origin {
    time = Version.firstAt(time).updatedAt();
    if (position.signum() < 0 || position.toByteArray().length > MAX_POSITION_BYTES) {
      throw new IllegalArgumentException(
          "a position is from 0 to %d bytes: %.100s".formatted(MAX_POSITION_BYTES, position));
    }
  }

  /**
   * Returns an origin.
   *
   * @param source the source's name, unique among all that write into a topic; only 64 bits of its
   *     hash are kept
   * @throws IllegalArgumentException if the position is negative or too long
   * @throws java.time.DateTimeException as {@link Version#firstAt} says
   */
  public static Origin of(String source, Kind kind, Instant time, BigInteger position) {
    byte[] name = source.getBytes(StandardCharsets.UTF_8);
    return new Origin(Fingerprint.of(name).high(), kind, time, position);
  }

  /** Returns the origin of a record without a value, which names no source. */
  public static Origin ofTombstone(Instant recordTime) {
    return new Origin(0, Kind.TOMBSTONE, recordTime, BigInteger.ZERO);
  }

  /** Returns whether it is that of a record without a value. */
  public boolean isTombstone() {
    return kind == Kind.TOMBSTONE;
  }

  /** Returns whether the other is of the same source. */
  public boolean isOfSameSource(Origin other) {
    return source == other.source;
  }

  /**
   * Returns whether this is known to be before another.
   *
   * @param other of the same source
   */
  public boolean isBefore(Origin other) {
    if (kind == Kind.READ || other.kind == Kind.READ) {
      return isBeforeByPosition(other);
    }
    int order = time.compareTo(other.time);
    return order != 0 ? order < 0 : position.compareTo(other.position) < 0;
  }

  private boolean isBeforeByPosition(Origin other) {
    int order = position.compareTo(other.position);
    if (order != 0) {
      return order < 0 && kind != Kind.FIRST_CHANGE;
    }
    return kind == other.kind ? time.isBefore(other.time) : kind == Kind.READ;
  }

  /**
   * Returns a bit that is 1, the kind in seven bits, the source, the time in nanoseconds since
   * 1970, the length of the position in one byte, and the position; big-endian.
   */
  public byte[] toBytes() {
    byte[] number = position.toByteArray();
    return ByteBuffer.allocate(HEADER_BYTES + number.length)
        .put((byte) (FIRST_BIT | kind.number))
        .putLong(source)
        .putLong(Version.firstAt(time).nanos())
        .put((byte) number.length)
        .put(number)
        .array();
  }

  /** Returns whether the next byte begins an origin, if what else can be there begins with a 0. */
  public static boolean isNext(ByteBuffer buffer) {
    return buffer.hasRemaining() && buffer.get(buffer.position()) < 0;
  }

  /** Reads {@link #toBytes()}, and leaves the buffer at what follows it. */
  public static Origin readFrom(ByteBuffer buffer) {
    Kind kind = Kind.of(buffer.get() & ~FIRST_BIT & 0xFF);
    long source = buffer.getLong();
    Instant time = new Version(buffer.getLong(), 0).updatedAt();
    byte[] number = new byte[buffer.get()];
    buffer.get(number);
    return new Origin(source, kind, time, new BigInteger(number));
  }
}
