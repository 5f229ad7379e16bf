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
 * A record of the dead-letter topic, and access to its headers. Headers that are missing or make no
 * sense are no error: other programs may write to the topic too.
 *
 * <p>A view of a consumer's record; not changed after.
 */
final class DeadLetterRecord {

  /** The exception of a record that names none. */
  static final String UNKNOWN_EXCEPTION = "unknown";

  private final ConsumerRecord<byte[], byte[]> deadLetter;

  DeadLetterRecord(ConsumerRecord<byte[], byte[]> deadLetter) {
    this.deadLetter = deadLetter;
  }

  /** Returns where it is in the dead-letter topic. */
  Position position() {
    return new Position(deadLetter.topic(), deadLetter.partition(), deadLetter.offset());
  }

  long offset() {
    return deadLetter.offset();
  }

  /** Returns when it became a dead letter. */
  Instant arrivedAt() {
    return Instant.ofEpochMilli(deadLetter.timestamp());
  }

  String exception() {
    String exception = text(DeadLetterHeaders.EXCEPTION);
    return exception == null ? UNKNOWN_EXCEPTION : exception;
  }

  @Nullable String reason() {
    return text(DeadLetterHeaders.MESSAGE);
  }

  /** Returns where the original is, or {@code null} if that is not known. */
  @Nullable Position original() {
    String topic = text(DeadLetterHeaders.TOPIC);
    Long partition = number(DeadLetterHeaders.PARTITION);
    Long offset = number(DeadLetterHeaders.OFFSET);
    return topic == null || partition == null || offset == null
        ? null
        : new Position(topic, partition, offset);
  }

  /** Returns the original's timestamp, or {@code null} if that is not known. */
  @Nullable Instant originalTimestamp() {
    Long timestamp = number(DeadLetterHeaders.TIMESTAMP);
    return timestamp == null ? null : Instant.ofEpochMilli(timestamp);
  }

  byte @Nullable [] key() {
    return deadLetter.key();
  }

  byte @Nullable [] value() {
    return deadLetter.value();
  }

  /** Returns the size of a value that was left out, or {@code null} if the record is complete. */
  @Nullable Long leftOutBytes() {
    return number(DeadLetterHeaders.LEFT_OUT_BYTES);
  }

  /** Returns the original's own headers. */
  Headers headers() {
    return DeadLetterHeaders.without(deadLetter.headers());
  }

  /**
   * Returns the original, unchanged. If its timestamp is not known, the dead letter's own stands
   * in.
   */
  ProducerRecord<byte[], byte[]> toOriginal(String topic) {
    Instant timestamp = originalTimestamp();
    long timestampMs = timestamp == null ? deadLetter.timestamp() : timestamp.toEpochMilli();
    return new ProducerRecord<>(
        topic, null, Math.max(0, timestampMs), deadLetter.key(), deadLetter.value(), headers());
  }

  private @Nullable String text(String name) {
    Header header = deadLetter.headers().lastHeader(name);
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

  /** Where a record is; as text {@code topic/partition@offset}. */
  record Position(String topic, long partition, long offset) {

    @Override
    public String toString() {
      return topic + "/" + partition + "@" + offset;
    }
  }
}
