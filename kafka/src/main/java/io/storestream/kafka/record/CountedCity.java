package io.storestream.kafka.record;

import io.storestream.model.Location;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The city in which an application has counted a store, from a record of the changelog of {@code
 * store-states}. The record's partition is the source of the {@link LocationDelta}s.
 *
 * @param city the {@link Location#path()} of the city, empty if the store is not counted
 * @param sequence of the change that moved the store there
 */
public record CountedCity(String city, long sequence) {

  /**
   * Decodes a record; empty if it is of no store.
   *
   * @throws RuntimeException if the record is not from this changelog
   */
  public static Optional<CountedCity> of(ConsumerRecord<byte[], byte[]> record) {
    String key = new String(record.key(), StandardCharsets.UTF_8);
    if (!key.isEmpty() && key.charAt(0) == StoreVersion.OTHER_KEY) {
      return Optional.empty();
    }
    StoreVersion version =
        StateSerdes.storeVersion().deserializer().deserialize(record.topic(), record.value());
    return Optional.of(new CountedCity(version.city(), version.countSequence()));
  }
}
