package io.storestream.kafka.record;

import io.storestream.kafka.Topics;
import io.storestream.model.LocationCount;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** How a record of {@link Topics#LOCATION_COUNTS} holds a count. Thread-safe. */
public final class CountRecords {

  private CountRecords() {}

  /**
   * Returns the count in a record.
   *
   * @throws InvalidRecordException if no ingester wrote this record
   */
  public static LocationCount decode(ConsumerRecord<byte[], byte[]> record)
      throws InvalidRecordException {
    if (record.key() == null || record.value() == null) {
      throw new InvalidRecordException(record, "it has no key, or no value", null);
    }
    try {
      LocationCount count = LocationCountCodec.decode(record.value(), VersionHeader.read(record));
      byte[] path = count.location().path().getBytes(StandardCharsets.UTF_8);
      if (!Arrays.equals(path, record.key())) {
        throw new InvalidRecordException(record, "its key is not of its place", null);
      }
      return count;
    } catch (IllegalArgumentException e) {
      throw new InvalidRecordException(record, String.valueOf(e.getMessage()), e);
    }
  }
}
