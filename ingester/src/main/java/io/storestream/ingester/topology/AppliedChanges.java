package io.storestream.ingester.topology;

import io.storestream.ingester.outbox.Outbox;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The positions of a task, in the same transaction as its results: how far it has read each
 * partition of the change topic, which deltas of counts it has sent, and how far the table has
 * acknowledged its writes. A record that Kafka delivers again has no second effect, even if the
 * brokers have lost every position.
 *
 * <p>A task reads the records of one source partition in the order of their offsets, because {@link
 * ParseProcessor} chooses a record's partition by its content. Owned by the task's stream thread.
 */
final class AppliedChanges {

  private static final String SENT_DELTAS = "sent-deltas";
  private static final String FIRST_PENDING = "first-pending";

  private final KeyValueStore<String, Long> state;
  private @Nullable SourceOffset last;
  private String lastSource = "";
  private long lastOffset;
  private long firstPending;
  private long sentDeltas;

  /**
   * @param state is restored, and written by this object alone
   */
  AppliedChanges(KeyValueStore<String, Long> state) {
    this.state = state;
    this.firstPending = get(FIRST_PENDING, Outbox.FIRST_SEQUENCE);
    this.sentDeltas = get(SENT_DELTAS, 0);
  }

  private long get(String key, long ifMissing) {
    Long value = state.get(key);
    return value == null ? ifMissing : value;
  }

  /**
   * Remembers that a record was read.
   *
   * @return whether it was read for the first time
   */
  boolean add(SourceOffset offset) {
    if (last == null || !last.isOfSameSource(offset)) { // most are of the same, which is cheap
      lastSource = offset.source();
      lastOffset = get(lastSource, -1);
    }
    last = offset;
    if (lastOffset >= offset.offset()) {
      return false;
    }
    lastOffset = offset.offset();
    state.put(lastSource, lastOffset);
    return true;
  }

  /** Returns the sequence before which all writes are acknowledged: {@link Outbox#firstPending}. */
  long firstPending() {
    return firstPending;
  }

  void setFirstPending(long sequence) {
    if (sequence != firstPending) {
      firstPending = sequence;
      state.put(FIRST_PENDING, sequence);
    }
  }

  /** Returns the sequence of the last deltas that were sent; 0 if there are none. */
  long sentDeltas() {
    return sentDeltas;
  }

  void setSentDeltas(long sequence) {
    sentDeltas = sequence;
    state.put(SENT_DELTAS, sequence);
  }
}
