package io.storestream.kafka.record;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Where an application has counted a store, from a record of the changelog of {@code store-states}.
 * The record's partition is the source of the {@link LocationDelta}s.
 *
 * @param locations {@link StoreVersion#locations}
 * @param sequence of the delta that counts the store there
 * @param before {@link StoreVersion#countedBefore}
 */
public record CountedLocations(String locations, long sequence, @Nullable String before) {

  /**
   * Decodes a record; empty if it is of no store.
   *
   * @throws RuntimeException if the record is not from this changelog
   */
  public static Optional<CountedLocations> of(ConsumerRecord<byte[], byte[]> record) {
    String key = new String(record.key(), StandardCharsets.UTF_8);
    if (!key.isEmpty() && key.charAt(0) == StoreVersion.OTHER_KEY) {
      return Optional.empty();
    }
    StoreVersion version =
        StateSerdes.storeVersion().deserializer().deserialize(record.topic(), record.value());
    return Optional.of(
        new CountedLocations(
            version.locations(), version.countSequence(), version.countedBefore()));
  }
}
