package io.storestream.ingester.outbox;

import io.storestream.dynamodb.writer.Acknowledgement;
import io.storestream.dynamodb.writer.ItemWrite;
import io.storestream.dynamodb.writer.WriteLane;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
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
public final class Outbox<W extends PendingWrite> implements AutoCloseable {

  /** How often an idle stream thread drains what the writer has acknowledged. */
  public static final Duration DRAIN_INTERVAL = Duration.ofMillis(100);

  /**
   * Configuration of an outbox's changelog. Entries live for moments, so the log is nearly all
   * garbage: it is compacted early, and little is replayed.
   */
  public static final Map<String, String> CHANGELOG =
      Map.of(
          TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1",
          TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(16 * 1024 * 1024),
          TopicConfig.DELETE_RETENTION_MS_CONFIG, "60000");

  private final KeyValueStore<String, W> pending;
  private final WriteLane lane;

  public Outbox(KeyValueStore<String, W> pending, WriteLane lane) {
    this.pending = pending;
    this.lane = lane;
  }

  /** Hands the writer what this task, or the one before it, has left unacknowledged. */
  public void resume() {
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
  public void add(ItemWrite write, W entry) {
    pending.put(write.key(), entry);
    lane.submit(write);
  }

  /**
   * Removes what was acknowledged since the last call.
   *
   * @param settled is told of each entry that is gone after this
   */
  public void harvest(Listener<W> settled) {
    harvest(settled, (key, entry, acknowledgement) -> {});
  }

  /**
   * Removes what was acknowledged since the last call.
   *
   * @param settled is told of each entry that is gone after this
   * @param overtaken is told of each entry that has come in after the write that was acknowledged;
   *     it stays, and has an acknowledgement of its own to wait for
   */
  public void harvest(Listener<W> settled, Listener<W> overtaken) {
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
  public interface Listener<W extends PendingWrite> {
    void accept(String key, W entry, Acknowledgement acknowledgement);
  }
}
