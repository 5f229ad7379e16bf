package io.storestream.kafka.record;

import io.storestream.model.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The count of a location in the state store {@code location-counts}.
 *
 * @param version from the clock, and always later than the one before, so that counts of a rebuilt
 *     state replace earlier ones
 * @param sequence of its last write, in the outbox of its task; 0 if it is not written
 */
public record RunningCount(Version version, long count, long sequence) {

  /**
   * Returns the next count of a location.
   *
   * @param known {@code null} if it is the first
   */
  public static RunningCount after(@Nullable RunningCount known, long change, Instant now) {
    Version version = Version.firstAt(now);
    if (known == null) {
      return new RunningCount(version, change, 0);
    }
    Version next = known.version.next();
    return new RunningCount(next.compareTo(version) > 0 ? next : version, known.count + change, 0);
  }

  /** Returns the entry of the same state store for a sequence. */
  public static RunningCount ofSequence(long sequence) {
    return new RunningCount(Version.ZERO, sequence, 0);
  }

  /** Returns the same count with the next version after another. */
  public RunningCount above(Version other) {
    return new RunningCount(other.next(), count, 0);
  }

  /** Returns the same count, last written by another write. */
  public RunningCount writtenAs(long otherSequence) {
    return new RunningCount(version, count, otherSequence);
  }
}
