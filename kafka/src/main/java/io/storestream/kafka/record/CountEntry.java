package io.storestream.kafka.record;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * An entry of the changelog of {@code location-counts}: a count, the sequence up to which the
 * deltas of a source are applied, or the first pending write. All are in one state store, so that a
 * reader of its changelog sees them as of the same transaction.
 */
public sealed interface CountEntry {

  /**
   * Decodes a record.
   *
   * @throws IllegalArgumentException if the record holds no entry
   */
  static CountEntry of(ConsumerRecord<byte[], byte[]> record) {
    String key = new String(record.key(), StandardCharsets.UTF_8);
    RunningCount value =
        StateSerdes.runningCount().deserializer().deserialize(record.topic(), record.value());
    if (isCount(key)) {
      return new Count(key, value.count());
    }
    if (key.equals(FirstPending.KEY)) {
      return new FirstPending(value.count());
    }
    int end = key.indexOf(Applied.SEPARATOR, 1);
    return new Applied(key.substring(1, end), key.substring(end + 1), value.count());
  }

  /** Returns whether an entry with this key is a {@link Count}. */
  static boolean isCount(String key) {
    return key.charAt(0) != Applied.SEPARATOR;
  }

  /** The count of a location, by its path. */
  record Count(String path, long count) implements CountEntry {}

  /** The deltas of a source are applied to a root, by its path, up to this sequence. */
  record Applied(String root, String source, long sequence) implements CountEntry {

    /** The first character of such a key; no path contains it. */
    private static final char SEPARATOR = '\n';

    /** Returns the key of the sequence of a delta. */
    public static String keyOf(LocationDelta delta) {
      return SEPARATOR + delta.root().path() + SEPARATOR + delta.source();
    }
  }

  /** The table has acknowledged the counts that were written before this sequence. */
  record FirstPending(long sequence) implements CountEntry {

    /** The key of the entry; no path is like it. */
    public static final String KEY = "\n";
  }
}
