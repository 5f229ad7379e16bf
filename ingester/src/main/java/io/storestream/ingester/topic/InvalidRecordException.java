package io.storestream.ingester.topic;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A record of the {@code stores} topic that no ingester wrote. */
public final class InvalidRecordException extends Exception {

  private static final long serialVersionUID = 1;

  InvalidRecordException(
      ConsumerRecord<byte[], byte[]> record, String reason, @Nullable Throwable cause) {
    super(
        "%s-%d at offset %d is not a state of a store: %s"
            .formatted(record.topic(), record.partition(), record.offset(), reason),
        cause);
  }
}
