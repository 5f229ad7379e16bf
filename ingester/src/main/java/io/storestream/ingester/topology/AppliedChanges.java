package io.storestream.ingester.topology;

import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What a task remembers of the records it has read, in the same transaction as what it made of
 * them: how far it has read each partition of the change topic, and how many changes it has passed
 * on to be counted. So a record that Kafka hands out again has no second effect, even if the
 * brokers have lost every position.
 *
 * <p>The records of one source partition reach a task in the order of their offsets, as the first
 * step sends each to the partition that its content decides. Owned by the task's stream thread.
 */
final class AppliedChanges {

  private static final String COUNT_SEQUENCE = "count-sequence";

  private final KeyValueStore<String, Long> state;

  AppliedChanges(KeyValueStore<String, Long> state) {
    this.state = state;
  }

  /**
   * Remembers that a record was read.
   *
   * @return whether it was read for the first time
   */
  boolean add(SourceOffset offset) {
    Long last = state.get(offset.source());
    if (last != null && last >= offset.offset()) {
      return false;
    }
    state.put(offset.source(), offset.offset());
    return true;
  }

  /** Returns the number of the last change that was passed on to be counted; 0 if there is none. */
  long countSequence() {
    Long last = state.get(COUNT_SEQUENCE);
    return last == null ? 0 : last;
  }

  /** Returns the number of the next change to be counted, and remembers it. */
  long nextCountSequence() {
    long next = countSequence() + 1;
    state.put(COUNT_SEQUENCE, next);
    return next;
  }
}
