package io.storestream.kafka.record;

import io.storestream.model.Location;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Where an application has counted a store, as a record of the changelog of what it knows of the
 * stores tells. Its partition is the source of the {@link LocationDelta}s.
 *
 * @param city the {@link Location#path()} of a city, empty if the store is counted nowhere
 * @param sequence of the change that has brought the store there
 */
public record CountedCity(String city, long sequence) {

  /**
   * Returns what a record tells; nothing if it is of no store.
   *
   * @throws RuntimeException if it is no record of this changelog
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
