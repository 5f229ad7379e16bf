package io.storestream.ingester;

import io.storestream.ingester.deadletter.DeadLetterCause;
import io.storestream.model.InvalidEventException;
import io.storestream.model.StoreChange;
import io.storestream.model.StoreChangeCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Reads each event, gives it its store number as the key and sends on what can be used; the rest
 * goes to the dead-letter topic as it came.
 *
 * <p>Whether an event is from the future is decided here and once: what has passed is in the
 * repartition topic in a fixed order, and judging it again gives the same versions whenever it is
 * done.
 */
final class ParseProcessor
    extends ContextualProcessor<byte @Nullable [], byte @Nullable [], byte @Nullable [], Routed> {

  /**
   * The largest record that is sent on, key and headers included. Internal topics take 1 MiB; a
   * store has 300 KiB of text at the most.
   */
  static final int MAX_EVENT_BYTES = 768 * 1024;

  private final TopologyLimits limits;
  private final IngestMetrics metrics;

  ParseProcessor(TopologyLimits limits, IngestMetrics metrics) {
    this.limits = limits;
    this.metrics = metrics;
  }

  @Override
  public void process(Record<byte @Nullable [], byte @Nullable []> record) {
    long bytes = DeadLetter.sizeOf(record);
    if (bytes > MAX_EVENT_BYTES) {
      deadLetter(
          record,
          DeadLetterCause.EVENT_TOO_LARGE,
          "the record takes %,d bytes, more than %,d".formatted(bytes, MAX_EVENT_BYTES));
      return;
    }
    try {
      StoreChange change =
          StoreChangeCodec.decode(record.key(), record.value(), record.timestamp());
      Instant latest =
          Instant.ofEpochMilli(context().currentSystemTimeMs()).plus(limits.maxAhead());
      if (change.updatedAt().isAfter(latest)) {
        deadLetter(
            record,
            DeadLetterCause.FUTURE_EVENT,
            "updatedAt %s is more than %s ahead of the clock"
                .formatted(change.updatedAt(), limits.maxAhead()));
      } else {
        byte[] key = change.storeNumber().getBytes(StandardCharsets.UTF_8);
        // What has a time of its own may come in a record of any time, and brokers refuse records
        // from the future. One without has passed the check above, and keeps its timestamp.
        long timestamp = Math.min(record.timestamp(), latest.toEpochMilli());
        context()
            .forward(
                record
                    .withKey(key)
                    .withValue((Routed) new Routed.Onward(record.value()))
                    .withTimestamp(timestamp));
      }
    } catch (InvalidEventException e) {
      deadLetter(record, DeadLetterCause.INVALID_EVENT, String.valueOf(e.getMessage()));
    }
  }

  private void deadLetter(
      Record<byte @Nullable [], byte @Nullable []> record, DeadLetterCause cause, String reason) {
    metrics.onDeadLettered(cause);
    context()
        .forward(
            DeadLetter.of(
                    record,
                    limits.maxDeadLetterBytes(),
                    cause,
                    reason,
                    context().recordMetadata().orElse(null))
                .withTimestamp(context().currentSystemTimeMs()));
  }
}
