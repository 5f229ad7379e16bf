package io.storestream.ingester;

import io.storestream.ingester.writer.Acknowledgement;
import io.storestream.ingester.writer.WriteLane;
import io.storestream.model.VersionedStore;
import java.util.function.Consumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The writes of one task that the table has not acknowledged: an entry a store, kept in the same
 * Kafka transaction as the offsets of the events behind it, so that a crash anywhere loses none.
 *
 * <p>Owned by the task's stream thread. Nothing here waits for DynamoDB.
 */
final class Outbox implements AutoCloseable {

  private final KeyValueStore<String, PendingWrite> pending;
  private final WriteLane lane;

  Outbox(KeyValueStore<String, PendingWrite> pending, WriteLane lane) {
    this.pending = pending;
    this.lane = lane;
  }

  /** Hands the writer what this task, or the one before it, has left unacknowledged. */
  void resume() {
    try (KeyValueIterator<String, PendingWrite> entries = pending.all()) {
      while (entries.hasNext()) {
        KeyValue<String, PendingWrite> entry = entries.next();
        lane.submit(entry.value.toState(entry.key), entry.value.acceptedAt());
      }
    }
  }

  /**
   * Takes in a write. It takes the place of an older one of the same store.
   *
   * @param entry the same as {@code state}, in the form that is logged
   */
  void add(VersionedStore state, PendingWrite entry) {
    pending.put(state.storeNumber(), entry);
    lane.submit(state, entry.acceptedAt());
  }

  /**
   * Removes what was acknowledged since the last call.
   *
   * @param onRejected gets what DynamoDB can never take; its state is lost after this
   */
  void harvest(Consumer<RejectedWrite> onRejected) {
    lane.drain(
        acknowledgement -> {
          PendingWrite entry = find(acknowledgement);
          if (entry != null) {
            String storeNumber = acknowledgement.storeNumber();
            pending.delete(storeNumber);
            if (acknowledgement instanceof Acknowledgement.Rejected rejected) {
              onRejected.accept(new RejectedWrite(entry.toState(storeNumber), rejected.reason()));
            }
          }
        });
  }

  /**
   * Removes what was acknowledged by now, and forgets what is on its way; that stays for the next
   * task, as does what was rejected: nobody takes it now.
   */
  @Override
  public void close() {
    try {
      lane.drain(
          acknowledgement -> {
            if (!(acknowledgement instanceof Acknowledgement.Rejected)
                && find(acknowledgement) != null) {
              pending.delete(acknowledgement.storeNumber());
            }
          });
    } finally {
      lane.close();
    }
  }

  /**
   * Returns the entry that is acknowledged; {@code null} if a newer version has come in meanwhile,
   * which has an acknowledgement of its own to wait for.
   */
  private @Nullable PendingWrite find(Acknowledgement acknowledgement) {
    PendingWrite entry = pending.get(acknowledgement.storeNumber());
    return entry != null && entry.version().equals(acknowledgement.version()) ? entry : null;
  }

  /** A write that DynamoDB can never take. */
  record RejectedWrite(VersionedStore state, String reason) {}
}
