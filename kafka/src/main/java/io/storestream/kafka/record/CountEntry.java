package io.storestream.kafka.record;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * An entry of an ingester's state of counts, as a record of its changelog holds it: a count, or how
 * far the deltas of a source are applied. Both are in one state store, so that a reader of its
 * changelog sees both as of the same transaction.
 */
public sealed interface CountEntry {

  /**
   * Returns the entry in a record.
   *
   * @throws IllegalArgumentException if the record holds none
   */
  static CountEntry of(ConsumerRecord<byte[], byte[]> record) {
    String key = new String(record.key(), StandardCharsets.UTF_8);
    RunningCount value =
        StateSerdes.runningCount().deserializer().deserialize(record.topic(), record.value());
    if (key.charAt(0) != Applied.SEPARATOR) {
      return new Count(key, value.count());
    }
    int end = key.indexOf(Applied.SEPARATOR, 1);
    return new Applied(key.substring(1, end), key.substring(end + 1), value.count());
  }

  /** The count of a place, by its path. */
  record Count(String path, long count) implements CountEntry {}

  /** All deltas of a source are applied to a country up to a number. */
  record Applied(String country, String source, long sequence) implements CountEntry {

    /** Begins the keys; no path contains it. */
    private static final char SEPARATOR = '\n';

    /** Returns the key under which a delta is remembered as applied. */
    public static String keyOf(LocationDelta delta) {
      return SEPARATOR + delta.country().path() + SEPARATOR + delta.source();
    }
  }
}
