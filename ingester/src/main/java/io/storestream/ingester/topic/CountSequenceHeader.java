package io.storestream.ingester.topic;

import io.storestream.model.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * How a record of {@link Topics#STORES} tells which of its partition's changes have been passed on
 * to be counted: {@link Topics#COUNT_SEQUENCE_HEADER}. Thread-safe.
 */
public final class CountSequenceHeader {

  private CountSequenceHeader() {}

  /**
   * Adds the number of the last change that was passed on, this one included; returns the headers.
   */
  public static Headers addTo(Headers headers, long sequence) {
    return headers.add(
        Topics.COUNT_SEQUENCE_HEADER, Long.toString(sequence).getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the number in a record; 0 if it tells none. */
  public static long read(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader(Topics.COUNT_SEQUENCE_HEADER);
    if (header == null) {
      return 0;
    }
    try {
      return Long.parseLong(new String(header.value(), StandardCharsets.UTF_8));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
