package io.storestream.ingester;

import io.storestream.ingester.writer.Acknowledgement;
import io.storestream.ingester.writer.ItemWrite;
import io.storestream.ingester.writer.WriteLane;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The writes of one task that the table has not acknowledged: an entry an item, kept in the same
 * Kafka transaction as the offsets of the records behind it, so that a crash anywhere loses none.
 *
 * <p>Owned by the task's stream thread. Nothing here waits for DynamoDB.
 *
 * @param <W> the form in which writes are logged
 */
final class Outbox<W extends PendingWrite> implements AutoCloseable {

  private final KeyValueStore<String, W> pending;
  private final WriteLane lane;

  Outbox(KeyValueStore<String, W> pending, WriteLane lane) {
    this.pending = pending;
    this.lane = lane;
  }

  /** Hands the writer what this task, or the one before it, has left unacknowledged. */
  void resume() {
    try (KeyValueIterator<String, W> entries = pending.all()) {
      while (entries.hasNext()) {
        KeyValue<String, W> entry = entries.next();
        lane.submit(entry.value.toWrite(entry.key));
      }
    }
  }

  /**
   * Takes in a write. It takes the place of an older one of the same item.
   *
   * @param entry the same as {@code write}, in the form that is logged
   */
  void add(ItemWrite write, W entry) {
    pending.put(write.key(), entry);
    lane.submit(write);
  }

  /**
   * Removes what was acknowledged since the last call.
   *
   * @param settled is told of each entry that is gone after this
   */
  void harvest(Listener<W> settled) {
    harvest(settled, (key, entry, acknowledgement) -> {});
  }

  /**
   * Removes what was acknowledged since the last call.
   *
   * @param settled is told of each entry that is gone after this
   * @param overtaken is told of each entry that has come in after the write that was acknowledged;
   *     it stays, and has an acknowledgement of its own to wait for
   */
  void harvest(Listener<W> settled, Listener<W> overtaken) {
    lane.drain(
        acknowledgement -> {
          String key = acknowledgement.key();
          W entry = pending.get(key);
          if (entry == null) {
            return;
          }
          if (entry.version().equals(acknowledgement.version())) {
            pending.delete(key);
            settled.accept(key, entry, acknowledgement);
          } else {
            overtaken.accept(key, entry, acknowledgement);
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

  /** Hears what became of a write. */
  @FunctionalInterface
  interface Listener<W extends PendingWrite> {
    void accept(String key, W entry, Acknowledgement acknowledgement);
  }
}
