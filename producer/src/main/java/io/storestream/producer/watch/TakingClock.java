package io.storestream.producer.watch;

import io.storestream.model.Version;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Gives each file a later time than the one before, so that the rows of the file that is taken last
 * take precedence. Not thread-safe.
 */
final class TakingClock {

  private final InstantSource clock;
  private Instant last = Instant.MIN;

  TakingClock(InstantSource clock) {
    this.clock = clock;
  }

  /** Takes note of the time of a file that was taken before. */
  void passed(Instant time) {
    last = time.isAfter(last) ? time : last;
  }

  /** Returns how long ago a file was taken. */
  Duration age(Instant taken) {
    return Duration.between(taken, clock.instant());
  }

  /** Returns the time of the next file. */
  Instant next() {
    Instant now = Version.firstAt(clock.instant()).updatedAt();
    last = now.isAfter(last) ? now : last.plusNanos(1);
    return last;
  }
}
