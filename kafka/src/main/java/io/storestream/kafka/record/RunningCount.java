package io.storestream.kafka.record;

import io.storestream.model.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The count of a location in the state store {@code location-counts}.
 *
 * @param version from the clock, and always later than the one before, so that counts of a rebuilt
 *     state replace earlier ones
 */
public record RunningCount(Version version, long count) {

  /**
   * Returns the next count of a location.
   *
   * @param known {@code null} if it is the first
   */
  public static RunningCount after(@Nullable RunningCount known, long change, Instant now) {
    Version version = Version.firstAt(now);
    if (known == null) {
      return new RunningCount(version, change);
    }
    Version next = known.version.next();
    return new RunningCount(next.compareTo(version) > 0 ? next : version, known.count + change);
  }

  /** Returns the entry of the same state store for the sequence of applied deltas. */
  public static RunningCount ofSequence(long sequence) {
    return new RunningCount(Version.ZERO, sequence);
  }

  /** Returns the same count with the next version after another. */
  public RunningCount above(Version other) {
    return new RunningCount(other.next(), count);
  }
}
