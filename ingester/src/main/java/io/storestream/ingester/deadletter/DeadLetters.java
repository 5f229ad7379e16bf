package io.storestream.ingester.deadletter;

import io.storestream.ingester.IngestMetrics;
import io.storestream.kafka.record.DeadLetterCause;
import io.storestream.model.VersionedStore;
import io.storestream.model.event.StoreChange;
import io.storestream.model.event.StoreChangeCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Sends the dead letters of a task, in the transaction of what it sends besides, and counts them.
 * Owned by the task's stream thread.
 */
public final class DeadLetters {

  /** The node that takes dead letters. */
  public static final String NODE = "dead-letters";

  private final ProcessorContext<byte[], byte @Nullable []> context;
  private final int maxBytes;
  private final IngestMetrics metrics;

  /**
   * Sends nothing yet.
   *
   * @param maxBytes the largest record that the dead-letter topic takes
   */
  public DeadLetters(
      ProcessorContext<byte[], byte @Nullable []> context, int maxBytes, IngestMetrics metrics) {
    this.context = context;
    this.maxBytes = maxBytes;
    this.metrics = metrics;
  }

  /** Sends a record that can't be applied. The offset of the original is unknown. */
  public void send(Record<byte[], byte @Nullable []> record, DeadLetterCause cause, String reason) {
    send(DeadLetter.of(record, maxBytes, cause, reason, null), cause);
  }

  /**
   * Sends a record that has the form of a {@link DeadLetter} already.
   *
   * @param deadLetter its key can be of any kind, or {@code null}
   */
  public void send(
      Record<? extends byte @Nullable [], ? extends byte @Nullable []> deadLetter,
      DeadLetterCause cause) {
    metrics.onDeadLettered(cause);
    forward(deadLetter);
  }

  /** Sends a state that DynamoDB rejects, as the event that would make it. */
  public void sendRejected(VersionedStore state, String reason) {
    metrics.onRejectedWrite();
    Instant updatedAt = state.version().updatedAt();
    StoreChange change =
        state.store() == null
            ? new StoreChange.Delete(state.storeNumber(), updatedAt)
            : new StoreChange.Upsert(state.store(), updatedAt);
    Record<byte[], byte[]> event =
        new Record<>(
            state.storeNumber().getBytes(StandardCharsets.UTF_8),
            StoreChangeCodec.encode(change),
            context.currentSystemTimeMs());
    forward(DeadLetter.of(event, maxBytes, DeadLetterCause.REJECTED_WRITE, reason, null));
  }

  private void forward(Record<? extends byte @Nullable [], ? extends byte @Nullable []> record) {
    // The types of the context don't say that this one topic has records without a key.
    @SuppressWarnings("unchecked")
    Record<byte[], byte @Nullable []> deadLetter = (Record<byte[], byte @Nullable []>) record;
    context.forward(deadLetter.withTimestamp(context.currentSystemTimeMs()), NODE);
  }
}
