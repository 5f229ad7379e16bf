package io.storestream.ingester;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Why a record went to the dead-letter topic, as the headers it bears there. The names are those
 * that Kafka Streams itself uses (KIP-1034), so that any tool for them works.
 */
final class DeadLetter {

  private static final String PREFIX = "__streams.errors.";

  private DeadLetter() {}

  /**
   * Returns a record's headers with the reason added.
   *
   * @param original the record's own, which are kept
   * @param metadata where it stood, if that is known
   */
  static Headers headers(
      Headers original, String exception, String reason, @Nullable RecordMetadata metadata) {
    RecordHeaders headers = new RecordHeaders(original);
    add(headers, "exception", exception);
    add(headers, "message", reason);
    if (metadata != null) {
      add(headers, "topic", metadata.topic());
      add(headers, "partition", Integer.toString(metadata.partition()));
      add(headers, "offset", Long.toString(metadata.offset()));
    }
    return headers;
  }

  private static void add(RecordHeaders headers, String name, String value) {
    headers.remove(PREFIX + name);
    headers.add(PREFIX + name, value.getBytes(StandardCharsets.UTF_8));
  }
}
