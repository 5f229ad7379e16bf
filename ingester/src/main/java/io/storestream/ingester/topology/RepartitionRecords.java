package io.storestream.ingester.topology;

import static java.util.Objects.requireNonNull;

import io.storestream.kafka.record.DeadLetterCause;
import io.storestream.model.event.InvalidEventException;
import io.storestream.model.event.StoreChangeCodec;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The records of the repartition topic: an event keeps its original bytes there, and the
 * dead-letter topic gets them. Thread-safe.
 */
final class RepartitionRecords {

  private RepartitionRecords() {}

  static Record<byte[], byte @Nullable []> encode(Record<byte[], ParsedRecord> record) {
    ParsedRecord parsed = record.value();
    SourceOffset source = requireNonNull(parsed.source());
    return record
        .withValue(parsed.value())
        .withHeaders(
            parsed instanceof ParsedRecord.Unusable unusable
                ? InternalHeaders.ofDeadLetter(record.headers(), source, unusable.originalKey())
                : InternalHeaders.ofEvent(record.headers(), source));
  }

  /**
   * Returns a parsed record. An event that {@link ParseProcessor} has accepted can be unusable, as
   * another release knew other rules.
   *
   * @param maxDeadLetterBytes the largest record of the dead-letter topic
   */
  static Record<byte[], ParsedRecord> decode(
      Record<byte[], byte @Nullable []> record, int maxDeadLetterBytes) {
    SourceOffset source = InternalHeaders.source(record.headers());
    Record<byte[], byte @Nullable []> event =
        record.withHeaders(InternalHeaders.without(record.headers()));
    if (InternalHeaders.isDeadLetter(record.headers())) {
      byte[] key = InternalHeaders.deadLetterKey(record.headers());
      return event.withValue(new ParsedRecord.Unusable(key, record.value(), source, false));
    }
    try {
      return event.withValue(
          new ParsedRecord.Event(
              StoreChangeCodec.decode(record.key(), record.value(), record.timestamp()),
              record.value(),
              source));
    } catch (InvalidEventException e) {
      // The original's position is unknown here: this record is from the repartition topic.
      Record<byte[], byte @Nullable []> deadLetter =
          DeadLetter.of(
              event,
              maxDeadLetterBytes,
              DeadLetterCause.INVALID_EVENT,
              String.valueOf(e.getMessage()),
              null);
      return deadLetter.withValue(
          new ParsedRecord.Unusable(record.key(), deadLetter.value(), source, true));
    }
  }
}
