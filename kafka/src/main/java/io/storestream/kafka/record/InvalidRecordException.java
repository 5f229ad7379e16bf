package io.storestream.kafka.record;

import io.storestream.kafka.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A record of {@code stores} or {@code location-counts} that no ingester wrote. */
public final class InvalidRecordException extends Exception {

  private static final long serialVersionUID = 1;

  InvalidRecordException(
      ConsumerRecord<byte[], byte[]> record, String reason, @Nullable Throwable cause) {
    super(
        "%s-%d at offset %d is not %s: %s"
            .formatted(
                record.topic(),
                record.partition(),
                record.offset(),
                record.topic().equals(Topics.LOCATION_COUNTS)
                    ? "a count of a location"
                    : "a state of a store",
                reason),
        cause);
  }
}
