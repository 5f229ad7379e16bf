package io.storestream.maintenance.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Dead letters for tests: they arrived 1,000 s after the epoch, 10 s after their originals. */
final class DeadLetters {

  static final long ARRIVED_MS = 1_000_000;
  static final long ORIGINAL_MS = 990_000;

  private DeadLetters() {}

  /** Returns a dead letter to be sent. */
  static ProducerRecord<byte[], byte[]> deadLetter(
      String topic, int partition, String exception, String value) {
    return new ProducerRecord<>(
        topic + "-dlq",
        partition,
        ARRIVED_MS,
        "key".getBytes(UTF_8),
        value.getBytes(UTF_8),
        headers(topic, exception, "not good"));
  }

  /** Returns a dead letter to be sent, whose value was left out. */
  static ProducerRecord<byte[], byte[]> leftOut(String topic) {
    Headers headers = headers(topic, "EventTooLarge", "too large");
    headers.add("original-value-bytes", "2097152".getBytes(UTF_8));
    return new ProducerRecord<>(
        topic + "-dlq", 0, ARRIVED_MS, "key".getBytes(UTF_8), null, headers);
  }

  /** Returns a record that only its topic makes a dead letter. */
  static ProducerRecord<byte[], byte[]> bare(String topic, int partition) {
    byte @Nullable [] none = null;
    return new ProducerRecord<>(topic + "-dlq", partition, ARRIVED_MS, none, none);
  }

  /** Returns a dead letter as it was read, from partition 3. */
  static DeadLetterRecord read(long offset, String exception) {
    return read(
        offset,
        "key".getBytes(UTF_8),
        "value".getBytes(UTF_8),
        headers("changes", exception, "not good"));
  }

  static DeadLetterRecord read(long offset, byte[] key, byte[] value, Headers headers) {
    return new DeadLetterRecord(
        new ConsumerRecord<>(
            "changes-dlq",
            3,
            offset,
            ARRIVED_MS,
            TimestampType.LOG_APPEND_TIME,
            -1,
            -1,
            key,
            value,
            headers,
            Optional.empty()));
  }

  /** Returns the headers of a dead letter whose original record has a header. */
  static Headers headers(String topic, String exception, String reason) {
    return new RecordHeaders(
        new Header[] {
          header("trace", "abc"),
          header("__streams.errors.exception", exception),
          header("__streams.errors.message", reason),
          header("__streams.errors.topic", topic),
          header("__streams.errors.partition", "5"),
          header("__streams.errors.offset", "42"),
          header("original-timestamp", Long.toString(ORIGINAL_MS))
        });
  }

  static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(UTF_8));
  }
}
