package io.storestream.kafka.record;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The headers that a record gets on its way to the dead-letter topic, and loses on its way back.
 * Values are UTF-8, numbers in decimal digits. Those with the prefix are named as Kafka Streams
 * itself names them (KIP-1034).
 */
public final class DeadLetterHeaders {

  private static final String PREFIX = "__streams.errors.";

  /** What kind of error it was, a short name. */
  public static final String EXCEPTION = PREFIX + "exception";

  /** The reason, for people. */
  public static final String MESSAGE = PREFIX + "message";

  /** The topic where the original stands; missing, as the next two, if that is not known. */
  public static final String TOPIC = PREFIX + "topic";

  /** The original's partition. */
  public static final String PARTITION = PREFIX + "partition";

  /** The original's offset. */
  public static final String OFFSET = PREFIX + "offset";

  /** The original's timestamp, epoch milliseconds. */
  public static final String TIMESTAMP = "original-timestamp";

  /**
   * How many bytes the original's value has. Only there if the original was too large, so that its
   * value and its own headers were left out.
   */
  public static final String LEFT_OUT_BYTES = "original-value-bytes";

  private static final Set<String> UNPREFIXED = Set.of(TIMESTAMP, LEFT_OUT_BYTES);

  private DeadLetterHeaders() {}

  /** Returns the cause of a dead letter of an ingester; of any other it is as good as invalid. */
  public static DeadLetterCause causeOf(Headers headers) {
    Header exception = headers.lastHeader(EXCEPTION);
    return exception == null
        ? DeadLetterCause.INVALID_EVENT
        : DeadLetterCause.of(new String(exception.value(), StandardCharsets.UTF_8));
  }

  /** Returns a record's own headers: a copy without any of these. */
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
