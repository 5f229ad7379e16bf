package io.storestream.ingester.topic;

import io.storestream.model.AcceptedState;
import io.storestream.model.Store;
import io.storestream.model.StoreCodec;
import io.storestream.model.StoreNumber;
import io.storestream.model.Topics;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** How a record of {@link Topics#STORES} holds a state of a store. Thread-safe. */
public final class StoreRecords {

  private StoreRecords() {}

  /** Returns the headers of a record of this version. */
  public static Headers headersOf(Version version) {
    String digits = Long.toString(version.value());
    return new RecordHeaders().add(Topics.VERSION_HEADER, digits.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns whose record it is. */
  public static String storeNumberOf(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.key(), StandardCharsets.UTF_8);
  }

  /**
   * Returns the state in a record.
   *
   * @throws InvalidRecordException if no ingester wrote this record
   */
  public static AcceptedState decode(ConsumerRecord<byte[], byte[]> record)
      throws InvalidRecordException {
    Header version = record.headers().lastHeader(Topics.VERSION_HEADER);
    if (record.key() == null || version == null) {
      throw new InvalidRecordException(
          record, record.key() == null ? "it has no key" : "it has no header version", null);
    }
    String storeNumber = storeNumberOf(record);
    if (!isStoreNumber(storeNumber, record.key())) {
      throw new InvalidRecordException(record, "its key is no store number", null);
    }
    try {
      Store store = record.value() == null ? null : StoreCodec.decode(record.value());
      return new AcceptedState(
          new VersionedStore(
              storeNumber,
              new Version(Long.parseLong(new String(version.value(), StandardCharsets.UTF_8))),
              store),
          Instant.ofEpochMilli(record.timestamp()));
    } catch (IllegalArgumentException e) {
      throw new InvalidRecordException(record, String.valueOf(e.getMessage()), e);
    }
  }

  /** Returns whether a text is a store number, and is all of what the key says. */
  private static boolean isStoreNumber(String storeNumber, byte[] key) {
    try {
      return StoreNumber.require(storeNumber).equals(storeNumber)
          && Arrays.equals(storeNumber.getBytes(StandardCharsets.UTF_8), key);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
