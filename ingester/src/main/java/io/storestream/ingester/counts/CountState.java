package io.storestream.ingester;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The counts of the countries of one task, and how far the deltas of each source are applied to
 * each country. Both are in one state store, so that a reader of its changelog sees both as of the
 * same transaction. Owned by the task's stream thread.
 */
public final class CountState {

  /** Begins the keys of what is applied; no path contains it. */
  private static final char APPLIED = '\n';

  private final KeyValueStore<String, RunningCount> state;

  CountState(KeyValueStore<String, RunningCount> state) {
    this.state = state;
  }

  /** Returns the count of a place; {@code null} if it has never had a store. */
  @Nullable RunningCount get(String path) {
    return state.get(path);
  }

  void put(String path, RunningCount count) {
    state.put(path, count);
  }

  /**
   * Remembers that a delta is applied.
   *
   * @return whether it is applied for the first time
   */
  boolean add(LocationDelta delta) {
    String key = APPLIED + delta.country() + APPLIED + delta.source();
    RunningCount last = state.get(key);
    if (last != null && last.count() >= delta.sequence()) {
      return false;
    }
    state.put(key, RunningCount.ofSequence(delta.sequence()));
    return true;
  }

  /** An entry of the state, as a record of its changelog holds it. */
  public sealed interface Entry {

    /**
     * Returns the entry in a record.
     *
     * @throws IllegalArgumentException if it holds none
     */
    static Entry of(ConsumerRecord<byte[], byte[]> record) {
      String key = new String(record.key(), StandardCharsets.UTF_8);
      RunningCount value =
          StateSerdes.runningCount().deserializer().deserialize(record.topic(), record.value());
      if (key.charAt(0) != APPLIED) {
        return new Count(key, value.count());
      }
      int end = key.indexOf(APPLIED, 1);
      return new Applied(key.substring(1, end), key.substring(end + 1), value.count());
    }

    /** The count of a place, by its path. */
    record Count(String path, long count) implements Entry {}

    /** All deltas of a source are applied to a country up to a number. */
    record Applied(String country, String source, long sequence) implements Entry {}
  }
}
