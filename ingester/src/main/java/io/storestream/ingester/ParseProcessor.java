package io.storestream.ingester;

import io.storestream.model.InvalidEventException;
import io.storestream.model.StoreChange;
import io.storestream.model.StoreChangeCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

  private final Duration maxAhead;
  private final IngestMetrics metrics;

  /**
   * @param maxAhead how far an event's time may be ahead of this machine's clock
   */
  ParseProcessor(Duration maxAhead, IngestMetrics metrics) {
    this.maxAhead = maxAhead;
    this.metrics = metrics;
  }

  @Override
  public void process(Record<byte @Nullable [], byte @Nullable []> record) {
    try {
      StoreChange change =
          StoreChangeCodec.decode(record.key(), record.value(), record.timestamp());
      Instant limit = Instant.ofEpochMilli(context().currentSystemTimeMs()).plus(maxAhead);
      if (change.updatedAt().isAfter(limit)) {
        deadLetter(
            record,
            "FutureEvent",
            "updatedAt %s is more than %s ahead of the clock"
                .formatted(change.updatedAt(), maxAhead));
      } else {
        byte[] key = change.storeNumber().getBytes(StandardCharsets.UTF_8);
        context().forward(record.withKey(key).withValue(new Routed.Onward(record.value())));
      }
    } catch (InvalidEventException e) {
      deadLetter(record, "InvalidEvent", String.valueOf(e.getMessage()));
    }
  }

  private void deadLetter(
      Record<byte @Nullable [], byte @Nullable []> record, String exception, String reason) {
    metrics.onDeadLettered();
    context()
        .forward(
            record
                .withValue((Routed) new Routed.DeadLettered(record.value()))
                .withHeaders(
                    DeadLetter.headers(
                        record.headers(),
                        exception,
                        reason,
                        context().recordMetadata().orElse(null))));
  }
}
