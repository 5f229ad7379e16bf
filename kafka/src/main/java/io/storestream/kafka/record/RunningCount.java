package io.storestream.kafka.record;

import io.storestream.model.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How many stores a place has, by all that was read so far, in {@code location-counts}.
 *
 * @param version of a clock, and later than the one before even if the clock is not, so that counts
 *     that are begun anew still replace those from before
 */
public record RunningCount(Version version, long count) {

  /**
   * Returns the next count of a place.
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

  /** Returns what stands in the same state for how far deltas are applied. */
  public static RunningCount ofSequence(long sequence) {
    return new RunningCount(Version.ZERO, sequence);
  }

  /** Returns the same count, of the next version after another. */
  public RunningCount above(Version other) {
    return new RunningCount(other.next(), count);
  }
}
