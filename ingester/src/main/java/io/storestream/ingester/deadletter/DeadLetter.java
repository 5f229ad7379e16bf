package io.storestream.ingester.deadletter;

import io.storestream.kafka.record.DeadLetterCause;
import io.storestream.kafka.record.DeadLetterHeaders;
import io.storestream.kafka.record.InternalHeaders;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Turns a record into a dead-letter record: the unchanged record, with the reason in its headers
 * under the names of {@link DeadLetterHeaders}. The original timestamp becomes a header, because
 * the topic's retention counts from the arrival.
 *
 * <p>A record that does not fit loses its value and its original headers; its headers then say
 * where the original is and how large its value is.
 */
public final class DeadLetter {

  /** Room for the added headers and the record's envelope. */
  private static final int RESERVED_BYTES = 8 * 1024;

  /** The two lengths of a header, each at most five bytes. */
  private static final int HEADER_BYTES = 10;

  private static final int MAX_REASON_CHARS = 1000;

  private DeadLetter() {}

  /**
   * Returns the record for the dead-letter topic.
   *
   * @param maxBytes the largest record that the topic takes
   * @param metadata where the original is; {@code null} if that is unknown
   */
  public static <K extends @Nullable Object> Record<K, byte @Nullable []> of(
      Record<K, ? extends byte @Nullable []> record,
      int maxBytes,
      DeadLetterCause cause,
      String reason,
      @Nullable RecordMetadata metadata) {
    boolean fits = sizeOf(record) + RESERVED_BYTES <= maxBytes;
    Headers headers =
        fits
            ? DeadLetterHeaders.without(InternalHeaders.without(record.headers()))
            : new RecordHeaders();
    add(headers, DeadLetterHeaders.EXCEPTION, cause.exception());
    add(
        headers,
        DeadLetterHeaders.MESSAGE,
        excerpt(fits ? reason : reason + "; value left out: too large"));
    if (metadata != null) {
      add(headers, DeadLetterHeaders.TOPIC, metadata.topic());
      add(headers, DeadLetterHeaders.PARTITION, Integer.toString(metadata.partition()));
      add(headers, DeadLetterHeaders.OFFSET, Long.toString(metadata.offset()));
    }
    add(headers, DeadLetterHeaders.TIMESTAMP, Long.toString(record.timestamp()));
    if (!fits) {
      add(headers, DeadLetterHeaders.LEFT_OUT_BYTES, Long.toString(length(record.value())));
    }
    return record
        .withValue((byte @Nullable []) (fits ? record.value() : null))
        .withHeaders(headers);
  }

  /** Returns whether a record with this key, and nothing else, fits into the dead-letter topic. */
  public static boolean fits(byte @Nullable [] key, int maxBytes) {
    return length(key) + RESERVED_BYTES <= maxBytes;
  }

  /** Returns the maximum size of a record in bytes, without its envelope. */
  public static long sizeOf(
      Record<? extends @Nullable Object, ? extends byte @Nullable []> record) {
    long bytes = length(record.value());
    if (record.key() instanceof byte[] key) {
      bytes += key.length;
    }
    for (Header header : record.headers()) {
      bytes += HEADER_BYTES + Utils.utf8Length(header.key()) + length(header.value());
    }
    return bytes;
  }

  private static long length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static String excerpt(String reason) {
    return reason.length() <= MAX_REASON_CHARS ? reason : reason.substring(0, MAX_REASON_CHARS);
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
