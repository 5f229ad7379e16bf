package io.storestream.maintenance.verify;

import io.storestream.kafka.InternalTopics;

/**
 * What is verified, and with how much.
 *
 * @param applicationId of the ingesters that may be writing the table meanwhile
 * @param segments of the parallel scan, one request in flight for each: more are faster on a large
 *     table, and use up its read capacity faster; 1 to 1,000
 * @param examples how many differences of each kind are described; the counts are of all even so
 */
public record VerifySettings(String table, String applicationId, int segments, int examples) {

  /** Keeps one partition's read capacity busy, and leaves something for others. */
  public static final int DEFAULT_SEGMENTS = 4;

  /** As many as a person may want to read. */
  public static final int DEFAULT_EXAMPLES = 1000;

  private static final int MAX_SEGMENTS = 1000;

  /** Checks the numbers. */
  public VerifySettings {
    if (segments < 1 || segments > MAX_SEGMENTS) {
      throw new IllegalArgumentException(
          "--segments must be from 1 to %,d: %d".formatted(MAX_SEGMENTS, segments));
    }
    if (examples < 0) {
      throw new IllegalArgumentException("--examples must be 0 or more: " + examples);
    }
  }

  /** Returns the default settings of a verification. */
  public static VerifySettings of(String table) {
    return new VerifySettings(
        table, InternalTopics.DEFAULT_APPLICATION_ID, DEFAULT_SEGMENTS, DEFAULT_EXAMPLES);
  }
}
