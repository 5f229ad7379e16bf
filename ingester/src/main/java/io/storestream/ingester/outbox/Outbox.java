package io.storestream.ingester.outbox;

import io.storestream.dynamodb.request.ItemWrite;
import io.storestream.dynamodb.request.WriteResult;
import io.storestream.dynamodb.writer.WriterSession;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The writes of one task that the table has not acknowledged, numbered in the order of their
 * acceptance.
 *
 * <p>The task keeps each item's last write and its sequence in the state of the item, and {@link
 * #firstPending()} beside them, in the Kafka transaction of the records behind the writes. So no
 * crash loses a write, and an acknowledgement changes no state of an item. After a crash, the next
 * task also repeats writes that were acknowledged out of order, which the table takes as done.
 *
 * <p>The task's stream thread owns it. Nothing here waits for DynamoDB.
 */
public final class Outbox implements AutoCloseable {

  /** How often an idle stream thread drains acknowledgements. */
  public static final Duration DRAIN_INTERVAL = Duration.ofMillis(100);

  /** The sequence of a task's first write. */
  public static final long FIRST_SEQUENCE = 1;

  /**
   * A write that the table has not acknowledged.
   *
   * @param sequence its position among the writes of the task
   */
  public record Pending(long sequence, ItemWrite write) {}

  private final WriterSession session;
  private final Map<String, Pending> pending = new LinkedHashMap<>(); // oldest first
  private long next;

  /**
   * Submits the writes that this task, or the one before it, left unacknowledged.
   *
   * @param firstPending as the earlier outbox returned it; {@link #FIRST_SEQUENCE} if there was
   *     none
   * @param restored the last write of each item with a sequence from there on, in any order
   */
  public Outbox(WriterSession session, long firstPending, List<Pending> restored) {
    this.session = session;
    this.next = firstPending;
    restored.stream()
        .sorted(Comparator.comparingLong(Pending::sequence))
        .forEach(
            it -> {
              next = it.sequence() + 1;
              pending.put(it.write().key(), it);
              session.submit(it.write());
            });
  }

  /**
   * Submits a write; it replaces an older one of the same item.
   *
   * @return its sequence
   */
  public long submit(ItemWrite write) {
    long sequence = next++;
    pending.remove(write.key()); // keeps the order
    pending.put(write.key(), new Pending(sequence, write));
    session.submit(write);
    return sequence;
  }

  /**
   * Drains the acknowledgements. A write that is newer than the acknowledged one stays pending, as
   * the writer acknowledges it later.
   */
  public void drain(Listener listener) {
    session.drain(
        (write, result) -> {
          Pending last = pending.get(write.key());
          if (last != null) {
            if (last.write().version().equals(write.version())) {
              pending.remove(write.key());
            }
            listener.onAcknowledged(write, last.write(), result);
          }
        });
  }

  /** Returns the sequence before which all writes are acknowledged. */
  public long firstPending() {
    return pending.isEmpty() ? next : pending.values().iterator().next().sequence();
  }

  /** Drops the writes not sent yet; the states keep them for the next task. */
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
     * @param latest the acknowledged write, or a newer one of the same item
     */
    void onAcknowledged(ItemWrite write, ItemWrite latest, WriteResult.Final result);
  }
}
