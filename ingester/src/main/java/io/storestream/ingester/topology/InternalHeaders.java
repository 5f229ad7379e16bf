package io.storestream.ingester.topology;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Headers of the repartition topic, with which {@link ParseProcessor} describes a record to {@link
 * ChangeProcessor}. No other topic has them.
 */
final class InternalHeaders {

  private static final String PREFIX = "__storestream.";

  /** Where the event was read: {@link SourceOffset#toBytes()}. */
  private static final String SOURCE = PREFIX + "source";

  /**
   * The original key of a record that is a dead letter, {@code null} if it has none. Only there if
   * the record is a dead letter.
   */
  private static final String DEAD_LETTER_KEY = PREFIX + "dead-letter-key";

  private InternalHeaders() {}

  /** Returns a copy for an event. */
  static Headers ofEvent(Headers headers, SourceOffset source) {
    return without(headers).add(SOURCE, source.toBytes());
  }

  /** Returns a copy for a dead letter. */
  static Headers ofDeadLetter(Headers headers, SourceOffset source, byte @Nullable [] key) {
    return ofEvent(headers, source).add(DEAD_LETTER_KEY, key);
  }

  /** Returns where a record was read; {@code null} if {@link ParseProcessor} did not send it. */
  static @Nullable SourceOffset source(Headers headers) {
    Header source = headers.lastHeader(SOURCE);
    return source == null ? null : SourceOffset.fromBytes(source.value());
  }

  static boolean isDeadLetter(Headers headers) {
    return headers.lastHeader(DEAD_LETTER_KEY) != null;
  }

  /** Returns the original key of a dead letter. */
  static byte @Nullable [] deadLetterKey(Headers headers) {
    Header key = headers.lastHeader(DEAD_LETTER_KEY);
    return key == null ? null : key.value();
  }

  /** Returns a copy without any of these. */
  static Headers without(Headers headers) {
    RecordHeaders others = new RecordHeaders();
    for (Header header : headers) {
      if (!header.key().startsWith(PREFIX)) {
        others.add(header);
      }
    }
    return others;
  }
}
