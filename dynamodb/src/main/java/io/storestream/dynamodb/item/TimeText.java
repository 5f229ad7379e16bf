package io.storestream.dynamodb.item;

import java.time.Instant;

/**
 * Writes times as items have them. The rows of a CSV file usually have one time, so the last one is
 * remembered. Thread-safe.
 */
final class TimeText {

  private static volatile TimeText last = new TimeText(Instant.EPOCH);

  private final Instant time;
  private final String text;

  private TimeText(Instant time) {
    this.time = time;
    this.text = time.toString();
  }

  /** Returns a time in ISO 8601, in UTC. */
  static String of(Instant time) {
    TimeText known = last;
    if (!known.time.equals(time)) {
      known = new TimeText(time);
      last = known;
    }
    return known.text;
  }
}
