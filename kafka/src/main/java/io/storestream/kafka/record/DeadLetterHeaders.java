package io.storestream.kafka.record;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The headers of a dead-letter record, which a redrive removes again. Values are UTF-8, numbers in
 * decimal digits. The prefixed names are those of Kafka Streams (KIP-1034).
 */
public final class DeadLetterHeaders {

  private static final String PREFIX = "__streams.errors.";

  /** The short name of the error. */
  public static final String EXCEPTION = PREFIX + "exception";

  /** The reason, as text for people. */
  public static final String MESSAGE = PREFIX + "message";

  /** The topic of the original; missing, as the next two, if that is unknown. */
  public static final String TOPIC = PREFIX + "topic";

  /** The original's partition. */
  public static final String PARTITION = PREFIX + "partition";

  /** The original's offset. */
  public static final String OFFSET = PREFIX + "offset";

  /** The original's timestamp, epoch milliseconds. */
  public static final String TIMESTAMP = "original-timestamp";

  /**
   * The size of the original's value in bytes. Present only if the original was too large, so that
   * its value and its headers were left out.
   */
  public static final String LEFT_OUT_BYTES = "original-value-bytes";

  private static final Set<String> UNPREFIXED = Set.of(TIMESTAMP, LEFT_OUT_BYTES);

  private DeadLetterHeaders() {}

  /** Returns the cause of a dead letter; a dead letter of another program counts as invalid. */
  public static DeadLetterCause causeOf(Headers headers) {
    Header exception = headers.lastHeader(EXCEPTION);
    return exception == null
        ? DeadLetterCause.INVALID_EVENT
        : DeadLetterCause.of(new String(exception.value(), StandardCharsets.UTF_8));
  }

  /** Returns a copy of a record's headers without any of these. */
  public static Headers without(Headers headers) {
    RecordHeaders own = new RecordHeaders();
    for (Header header : headers) {
      if (!header.key().startsWith(PREFIX) && !UNPREFIXED.contains(header.key())) {
        own.add(header);
      }
    }
    return own;
  }
}
