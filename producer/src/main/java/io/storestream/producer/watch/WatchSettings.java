package io.storestream.producer.watch;

import java.time.Duration;
import java.util.List;

/**
 * What is watched, and how. Immutable.
 *
 * @param order in which the files of a folder are taken
 * @param quietTime for which a file must not have changed; 0 if files are complete once they are
 *     there
 */
public record WatchSettings(List<WatchedFolder> folders, FileOrder order, Duration quietTime) {

  /** What {@link #quietTime} is unless a user says otherwise. */
  public static final Duration DEFAULT_QUIET_TIME = Duration.ofSeconds(5);

  /**
   * @throws IllegalArgumentException if the quiet time is negative
   */
  public WatchSettings {
    folders = List.copyOf(folders);
    if (quietTime.isNegative()) {
      throw new IllegalArgumentException("--quiet-time must not be negative: " + quietTime);
    }
  }
}
