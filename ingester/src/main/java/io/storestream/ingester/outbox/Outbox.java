package io.storestream.ingester.outbox;

import io.storestream.dynamodb.writer.ItemWrite;
import io.storestream.dynamodb.writer.WriteResult;
import io.storestream.dynamodb.writer.WriterSession;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Writes what is pending in a task's state, and removes it there when the table has acknowledged
 * it. The state changes in the same Kafka transaction as the offsets of the records behind it, so
 * that no crash loses a write.
 *
 * <p>The task's stream thread owns it. Nothing here waits for DynamoDB.
 */
public final class Outbox implements AutoCloseable {

  /** How often an idle stream thread drains acknowledgements. */
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

  private final PendingWrites pending;
  private final WriterSession session;

  public Outbox(PendingWrites pending, WriterSession session) {
    this.pending = pending;
    this.session = session;
  }

  /**
   * Submits the writes that this task, or the one before it, left unacknowledged.
   *
   * @param toWrite returns the write of a key and its entry
   */
  public void resume(BiFunction<String, OutboxEntry, ItemWrite> toWrite) {
    pending.forEach((key, entry) -> session.submit(toWrite.apply(key, entry)));
  }

  /** Submits a write that has become pending; it replaces an older one of the same item. */
  public void submit(ItemWrite write) {
    session.submit(write);
  }

  /**
   * Drains the acknowledgements: removes each entry whose version is acknowledged. An entry that is
   * newer than the acknowledged write stays, as the writer acknowledges it later.
   */
  public void drain(Listener listener) {
    session.drain(
        (write, result) -> {
          OutboxEntry entry = pending.acknowledge(write.key(), write.version());
          if (entry != null) {
            listener.onAcknowledged(write, entry, result);
          }
        });
  }

  /**
   * Drops the writes not sent yet; the entries stay for the next task. (Kafka Streams closes a task
   * after its last commit, so nothing can be removed here.)
   */
  @Override
  public void close() {
    session.close();
  }

  /** Receives the acknowledgements of an outbox. */
  @FunctionalInterface
  public interface Listener {

    /**
     * Called for each acknowledged write.
     *
     * @param latest the entry of the acknowledged write, or a newer one of the same item
     */
    void onAcknowledged(ItemWrite write, OutboxEntry latest, WriteResult.Final result);
  }
}
