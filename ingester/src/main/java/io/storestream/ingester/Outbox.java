package io.storestream.ingester;

import io.storestream.ingester.writer.Acknowledgement;
import io.storestream.ingester.writer.WriteLane;
import io.storestream.model.AcceptedState;
import io.storestream.model.VersionedStore;
import java.util.function.Consumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

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
        lane.submit(new AcceptedState(entry.value.toState(entry.key), entry.value.acceptedAt()));
      }
    }
  }

  /**
   * Takes in a write. It takes the place of an older one of the same store.
   *
   * @param entry the same as {@code accepted}, in the form that is logged
   */
  void add(AcceptedState accepted, PendingWrite entry) {
    pending.put(accepted.storeNumber(), entry);
    lane.submit(accepted);
  }

  /**
   * Removes what was acknowledged since the last call.
   *
   * @param onRejected gets what DynamoDB can never take; its state is lost after this
   */
  void harvest(Consumer<RejectedWrite> onRejected) {
    lane.drain(
        acknowledgement -> {
          String storeNumber = acknowledgement.storeNumber();
          PendingWrite entry = pending.get(storeNumber);
          // A newer version may have come in meanwhile; it has an acknowledgement of its own to
          // wait for.
          if (entry != null && entry.version().equals(acknowledgement.version())) {
            pending.delete(storeNumber);
            if (acknowledgement instanceof Acknowledgement.Rejected rejected) {
              onRejected.accept(new RejectedWrite(entry.toState(storeNumber), rejected.reason()));
            }
          }
        });
  }

  /**
   * Forgets what is on its way; the entries stay for the next task. (Nothing can be removed here:
   * Kafka Streams closes a task after its last commit.)
   */
  @Override
  public void close() {
    lane.close();
  }

  /** A write that DynamoDB can never take. */
  record RejectedWrite(VersionedStore state, String reason) {}
}
