package io.storestream.ingester.topic;

import io.storestream.model.Topics;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * How a record of {@link Topics#STORES} tells which changes of its partition an application has
 * passed on to be counted: {@link Topics#COUNT_SEQUENCE_HEADER}. Thread-safe.
 */
public final class CountSequenceHeader {

  private static final String SEPARATOR = "/";

  private CountSequenceHeader() {}

  /**
   * Adds the header.
   *
   * @param sequence the number of the last change that was passed on, this record's included
   * @return the headers
   */
  public static Headers addTo(Headers headers, String applicationId, long sequence) {
    String value = applicationId + SEPARATOR + sequence;
    return headers.add(Topics.COUNT_SEQUENCE_HEADER, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the number in a record; nothing if another application wrote it. */
  public static OptionalLong read(ConsumerRecord<byte[], byte[]> record, String applicationId) {
    Header header = record.headers().lastHeader(Topics.COUNT_SEQUENCE_HEADER);
    if (header == null || header.value() == null) {
      return OptionalLong.empty();
    }
    String value = new String(header.value(), StandardCharsets.UTF_8);
    String prefix = applicationId + SEPARATOR;
    try {
      return value.startsWith(prefix)
          ? OptionalLong.of(Long.parseLong(value.substring(prefix.length())))
          : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
