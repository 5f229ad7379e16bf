package io.storestream.ingester;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Turns a record into what the dead-letter topic gets: the record as it came, and in its headers
 * why. The names are those that Kafka Streams itself uses (KIP-1034), so that any tool for them
 * works; the record's own timestamp is a header too, as the topic counts its retention from the
 * arrival.
 *
 * <p>A record that would not fit goes without value and headers of its own; where the original
 * stands is in the headers then.
 */
final class DeadLetter {

  /** The record's own timestamp, epoch milliseconds. */
  static final String TIMESTAMP = "original-timestamp";

  private static final String PREFIX = "__streams.errors.";

  /** What our headers and the record's envelope may take. */
  private static final int RESERVED_BYTES = 8 * 1024;

  private static final int MAX_REASON_CHARS = 1000;

  private DeadLetter() {}

  /**
   * Returns the record for the dead-letter topic.
   *
   * @param maxBytes the largest record that the topic takes
   * @param metadata where the original stands, if that is known
   */
  static <K extends @Nullable Object> Record<K, Routed> of(
      Record<K, ? extends byte @Nullable []> record,
      int maxBytes,
      DeadLetterCause cause,
      String reason,
      @Nullable RecordMetadata metadata) {
    boolean fits = sizeOf(record) + RESERVED_BYTES <= maxBytes;
    RecordHeaders headers = fits ? new RecordHeaders(record.headers()) : new RecordHeaders();
    add(headers, PREFIX + "exception", cause.exception());
    add(
        headers,
        PREFIX + "message",
        excerpt(fits ? reason : reason + "; value left out: too large"));
    if (metadata != null) {
      add(headers, PREFIX + "topic", metadata.topic());
      add(headers, PREFIX + "partition", Integer.toString(metadata.partition()));
      add(headers, PREFIX + "offset", Long.toString(metadata.offset()));
    }
    add(headers, TIMESTAMP, Long.toString(record.timestamp()));
    return record
        .withValue((Routed) new Routed.DeadLettered(fits ? record.value() : null))
        .withHeaders(headers);
  }

  /** Returns how many bytes a record takes, without its envelope. */
  static long sizeOf(Record<? extends @Nullable Object, ? extends byte @Nullable []> record) {
    long bytes = length(record.value());
    if (record.key() instanceof byte[] key) {
      bytes += key.length;
    }
    for (Header header : record.headers()) {
      bytes += header.key().length() + length(header.value());
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
    headers.remove(name);
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
