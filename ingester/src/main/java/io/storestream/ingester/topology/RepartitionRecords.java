package io.storestream.ingester.topology;

import static java.util.Objects.requireNonNull;

import io.storestream.ingester.deadletter.DeadLetter;
import io.storestream.kafka.record.DeadLetterCause;
import io.storestream.kafka.record.InternalHeaders;
import io.storestream.model.event.InvalidEventException;
import io.storestream.model.event.Origin;
import io.storestream.model.event.StoreChangeCodec;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The records of the repartition topic: our own event keeps its original bytes there, and the
 * dead-letter topic gets them. A change of another format is written as our own event. Thread-safe.
 */
final class RepartitionRecords {

  /** Where the event was read: {@link SourceOffset#toBytes()}. */
  private static final String SOURCE = InternalHeaders.PREFIX + "source";

  /** {@link Origin#toBytes()} of an event; only there if it has one. */
  private static final String ORIGIN = InternalHeaders.PREFIX + "origin";

  /**
   * The original key of a record that is a dead letter, {@code null} if it has none. Only there if
   * the record is a dead letter.
   */
  private static final String DEAD_LETTER_KEY = InternalHeaders.PREFIX + "dead-letter-key";

  private RepartitionRecords() {}

  static Record<byte[], byte @Nullable []> encode(Record<byte[], ParsedRecord> record) {
    ParsedRecord parsed = record.value();
    SourceOffset source = requireNonNull(parsed.source());
    return record
        .withValue(parsed.value())
        .withHeaders(
            parsed instanceof ParsedRecord.Unusable unusable
                ? ofDeadLetter(record.headers(), source, unusable.originalKey())
                : ofEvent(record.headers(), source, originOf(parsed)));
  }

  /**
   * Returns a parsed record. An event that {@link ParseProcessor} has accepted can be unusable, as
   * another release knew other rules.
   *
   * @param options as those of the {@link ParseProcessor}
   */
  static Record<byte[], ParsedRecord> decode(
      Record<byte[], byte @Nullable []> record, TopologyOptions options) {
    SourceOffset source = source(record.headers());
    Record<byte[], byte @Nullable []> event =
        record.withHeaders(InternalHeaders.without(record.headers()));
    if (isDeadLetter(record.headers())) {
      byte[] key = deadLetterKey(record.headers());
      return event.withValue(new ParsedRecord.Unusable(key, record.value(), source));
    }
    try {
      return event.withValue(
          new ParsedRecord.Event(
              StoreChangeCodec.decode(
                      record.key(),
                      record.value(),
                      Instant.ofEpochMilli(record.timestamp()),
                      options.epoch(),
                      problem -> {})
                  .at(origin(record.headers())),
              true,
              record.value(),
              source));
    } catch (InvalidEventException e) {
      // The original's position is unknown here: this record is from the repartition topic.
      Record<byte[], byte @Nullable []> deadLetter =
          DeadLetter.of(
              event,
              options.maxDeadLetterBytes(),
              DeadLetterCause.INVALID_EVENT,
              String.valueOf(e.getMessage()),
              null);
      return deadLetter.withValue(
          new ParsedRecord.Unusable(record.key(), deadLetter.value(), source));
    }
  }

  /** Returns a copy for an event. */
  private static Headers ofEvent(Headers headers, SourceOffset source, @Nullable Origin origin) {
    Headers copy = InternalHeaders.without(headers).add(SOURCE, source.toBytes());
    return origin == null ? copy : copy.add(ORIGIN, origin.toBytes());
  }

  /** Returns a copy for a dead letter. */
  private static Headers ofDeadLetter(Headers headers, SourceOffset source, byte @Nullable [] key) {
    return ofEvent(headers, source, null).add(DEAD_LETTER_KEY, key);
  }

  /** Returns where a record was read; {@code null} if another release sent it. */
  private static @Nullable SourceOffset source(Headers headers) {
    Header source = headers.lastHeader(SOURCE);
    return source == null ? null : SourceOffset.fromBytes(source.value());
  }

  private static @Nullable Origin originOf(ParsedRecord parsed) {
    return parsed instanceof ParsedRecord.Event event ? event.change().origin() : null;
  }

  private static @Nullable Origin origin(Headers headers) {
    Header origin = headers.lastHeader(ORIGIN);
    return origin == null ? null : Origin.readFrom(ByteBuffer.wrap(origin.value()));
  }

  private static boolean isDeadLetter(Headers headers) {
    return headers.lastHeader(DEAD_LETTER_KEY) != null;
  }

  /** Returns the original key of a dead letter. */
  private static byte @Nullable [] deadLetterKey(Headers headers) {
    Header key = headers.lastHeader(DEAD_LETTER_KEY);
    return key == null ? null : key.value();
  }
}
