package io.storestream.ingester.topology;

import io.storestream.kafka.record.DeadLetterCause;
import io.storestream.model.event.InvalidEventException;
import io.storestream.model.event.StoreChange;
import io.storestream.model.event.StoreChangeCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Reads each event and sends it to the partition of its store. What can't be used goes the same way
 * as a dead letter, so that the step that remembers what it has read decides alone what a record
 * does.
 *
 * <p>Whether an event is from the future is decided here: what has passed is in the repartition
 * topic in a fixed order, and resolving it again gives the same versions whenever that is done.
 */
public final class ParseProcessor
    extends ContextualProcessor<byte @Nullable [], byte @Nullable [], byte[], byte @Nullable []> {

  /**
   * The largest event that is used, key and headers included. Changelogs take little more; a store
   * has 300 KiB of text at the most.
   */
  public static final int MAX_EVENT_BYTES = 768 * 1024;

  private final Uuid topicId;
  private final TopologyLimits limits;

  /**
   * @param topicId of the topic of the change events
   */
  ParseProcessor(Uuid topicId, TopologyLimits limits) {
    this.topicId = topicId;
    this.limits = limits;
  }

  @Override
  public void process(Record<byte @Nullable [], byte @Nullable []> record) {
    long bytes = DeadLetter.sizeOf(record);
    if (bytes > MAX_EVENT_BYTES) {
      deadLetter(
          record,
          sourceKey(),
          DeadLetterCause.EVENT_TOO_LARGE,
          "the record takes %,d bytes, more than %,d".formatted(bytes, MAX_EVENT_BYTES));
      return;
    }
    try {
      StoreChange change =
          StoreChangeCodec.decode(record.key(), record.value(), record.timestamp());
      Instant latest =
          Instant.ofEpochMilli(context().currentSystemTimeMs()).plus(limits.maxAhead());
      byte[] key = change.storeNumber().getBytes(StandardCharsets.UTF_8);
      if (change.updatedAt().isAfter(latest)) {
        // To where it would go if its time had come, as when it is read again: see
        // ReadFutureEvents.
        deadLetter(
            record,
            key,
            DeadLetterCause.FUTURE_EVENT,
            "updatedAt %s is more than %s ahead of the clock"
                .formatted(change.updatedAt(), limits.maxAhead()));
      } else {
        // What has a time of its own may come in a record of any time, and brokers refuse records
        // from the future. One without has passed the check above, and keeps its timestamp.
        long timestamp = Math.min(record.timestamp(), latest.toEpochMilli());
        context()
            .forward(
                record
                    .withKey(key)
                    .withHeaders(InternalHeaders.ofEvent(record.headers(), source()))
                    .withTimestamp(timestamp));
      }
    } catch (InvalidEventException e) {
      deadLetter(
          record, sourceKey(), DeadLetterCause.INVALID_EVENT, String.valueOf(e.getMessage()));
    }
  }

  /** Returns the key of what is of no store: that of one source partition stays in its order. */
  private byte[] sourceKey() {
    return Integer.toString(source().partition()).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Sends on a dead letter.
   *
   * @param key decides to which partition
   */
  private void deadLetter(
      Record<byte @Nullable [], byte @Nullable []> record,
      byte[] key,
      DeadLetterCause cause,
      String reason) {
    SourceOffset source = source();
    boolean fits = DeadLetter.fits(record.key(), limits.maxDeadLetterBytes());
    Record<byte @Nullable [], byte @Nullable []> letter =
        DeadLetter.of(
            record,
            limits.maxDeadLetterBytes(),
            cause,
            fits ? reason : reason + "; key left out: too large",
            context().recordMetadata().orElse(null));
    context()
        .forward(
            letter
                .withKey(key)
                .withHeaders(
                    InternalHeaders.ofDeadLetter(
                        letter.headers(), source, fits ? record.key() : null))
                .withTimestamp(context().currentSystemTimeMs()));
  }

  private SourceOffset source() {
    RecordMetadata metadata = context().recordMetadata().orElseThrow();
    return new SourceOffset(topicId, metadata.partition(), metadata.offset());
  }
}
