package io.storestream.maintenance.deadletter;

import io.storestream.kafka.record.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record of the dead-letter topic, with what its headers say read. Headers that are missing or
 * make no sense are no error: other programs may write to the topic too.
 *
 * <p>A view of a consumer's record; not changed after.
 */
final class DeadLetterRecord {

  /** The exception of a record that names none. */
  static final String UNKNOWN_EXCEPTION = "unknown";

  private final ConsumerRecord<byte[], byte[]> letter;

  DeadLetterRecord(ConsumerRecord<byte[], byte[]> letter) {
    this.letter = letter;
  }

  /** Returns where it stands in the dead-letter topic. */
  Place place() {
    return new Place(letter.topic(), letter.partition(), letter.offset());
  }

  long offset() {
    return letter.offset();
  }

  /** Returns when it became a dead letter. */
  Instant arrivedAt() {
    return Instant.ofEpochMilli(letter.timestamp());
  }

  String exception() {
    String exception = text(DeadLetterHeaders.EXCEPTION);
    return exception == null ? UNKNOWN_EXCEPTION : exception;
  }

  @Nullable String reason() {
    return text(DeadLetterHeaders.MESSAGE);
  }

  /** Returns where the original stands, or {@code null} if that is not known. */
  @Nullable Place original() {
    String topic = text(DeadLetterHeaders.TOPIC);
    Long partition = number(DeadLetterHeaders.PARTITION);
    Long offset = number(DeadLetterHeaders.OFFSET);
    return topic == null || partition == null || offset == null
        ? null
        : new Place(topic, partition, offset);
  }

  /** Returns the original's timestamp, or {@code null} if that is not known. */
  @Nullable Instant originalTimestamp() {
    Long timestamp = number(DeadLetterHeaders.TIMESTAMP);
    return timestamp == null ? null : Instant.ofEpochMilli(timestamp);
  }

  byte @Nullable [] key() {
    return letter.key();
  }

  byte @Nullable [] value() {
    return letter.value();
  }

  /** Returns the size of a value that was left out, or {@code null} if the record is complete. */
  @Nullable Long leftOutBytes() {
    return number(DeadLetterHeaders.LEFT_OUT_BYTES);
  }

  /** Returns the original's own headers. */
  Headers headers() {
    return DeadLetterHeaders.without(letter.headers());
  }

  /**
   * Returns the original as it came. If its timestamp is not known, the dead letter's own stands
   * in.
   */
  ProducerRecord<byte[], byte[]> toOriginal(String topic) {
    Instant timestamp = originalTimestamp();
    long timestampMs = timestamp == null ? letter.timestamp() : timestamp.toEpochMilli();
    return new ProducerRecord<>(
        topic, null, Math.max(0, timestampMs), letter.key(), letter.value(), headers());
  }

  private @Nullable String text(String name) {
    Header header = letter.headers().lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  private @Nullable Long number(String name) {
    String digits = text(name);
    try {
      return digits == null ? null : Long.valueOf(digits);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Where a record stands; as text {@code topic/partition@offset}. */
  record Place(String topic, long partition, long offset) {

    @Override
    public String toString() {
      return topic + "/" + partition + "@" + offset;
    }
  }
}
