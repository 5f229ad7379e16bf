package io.storestream.kafka.record;

import io.storestream.kafka.Topics;
import io.storestream.model.AcceptedState;
import io.storestream.model.Store;
import io.storestream.model.StoreNumber;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import io.storestream.model.event.StoreCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The codec of the records of {@link Topics#STORES}. The key is the store number, the value {@link
 * StoreCodec}'s JSON or, for a deleted store, {@code null}. Thread-safe.
 */
public final class StoreRecords {

  private StoreRecords() {}

  /** Returns the store number of a record. */
  public static String storeNumberOf(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.key(), StandardCharsets.UTF_8);
  }

  /**
   * Returns the record of a state.
   *
   * @param partition {@code null} lets the producer choose it by the key
   */
  public static ProducerRecord<byte[], byte[]> encode(
      AcceptedState accepted, @Nullable Integer partition) {
    Store store = accepted.state().store();
    return new ProducerRecord<>(
        Topics.STORES,
        partition,
        accepted.acceptedAt().toEpochMilli(),
        accepted.storeNumber().getBytes(StandardCharsets.UTF_8),
        store == null ? null : StoreCodec.encode(store),
        VersionHeader.of(accepted.state().version()));
  }

  /**
   * Returns the state in a record.
   *
   * @throws InvalidRecordException if no ingester wrote this record
   */
  public static AcceptedState decode(ConsumerRecord<byte[], byte[]> record)
      throws InvalidRecordException {
    if (record.key() == null) {
      throw new InvalidRecordException(record, "it has no key", null);
    }
    Version version = VersionHeader.read(record);
    String storeNumber = storeNumberOf(record);
    if (!isStoreNumber(storeNumber, record.key())) {
      throw new InvalidRecordException(record, "its key is no store number", null);
    }
    try {
      Store store = record.value() == null ? null : StoreCodec.decode(record.value());
      return new AcceptedState(
          new VersionedStore(storeNumber, version, store),
          Instant.ofEpochMilli(record.timestamp()));
    } catch (IllegalArgumentException e) {
      throw new InvalidRecordException(record, String.valueOf(e.getMessage()), e);
    }
  }

  /** Returns whether a text is a store number and the whole key. */
  private static boolean isStoreNumber(String storeNumber, byte[] key) {
    try {
      return StoreNumber.require(storeNumber).equals(storeNumber)
          && Arrays.equals(storeNumber.getBytes(StandardCharsets.UTF_8), key);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
