package io.storestream.ingester;

import io.storestream.model.Version;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** How the state stores and their changelogs hold their values; big-endian, as Kafka does it. */
final class StateSerdes {

  private StateSerdes() {}

  /** Version, then fingerprint: 24 bytes. */
  static Serde<StoreVersion> storeVersion() {
    return Serdes.serdeFrom(
        (topic, value) ->
            ByteBuffer.allocate(Long.BYTES + Fingerprint.BYTES)
                .putLong(value.version().value())
                .putLong(value.content().high())
                .putLong(value.content().low())
                .array(),
        (topic, bytes) -> {
          ByteBuffer buffer = ByteBuffer.wrap(bytes);
          return new StoreVersion(
              new Version(buffer.getLong()), new Fingerprint(buffer.getLong(), buffer.getLong()));
        });
  }

  /** Version, epoch milliseconds of the acceptance, then the content. */
  static Serde<PendingWrite> pendingWrite() {
    return Serdes.serdeFrom(
        (topic, value) ->
            ByteBuffer.allocate(2 * Long.BYTES + value.content().length)
                .putLong(value.version().value())
                .putLong(value.acceptedAt().toEpochMilli())
                .put(value.content())
                .array(),
        (topic, bytes) -> {
          ByteBuffer buffer = ByteBuffer.wrap(bytes);
          Version version = new Version(buffer.getLong());
          Instant acceptedAt = Instant.ofEpochMilli(buffer.getLong());
          byte[] content = new byte[buffer.remaining()];
          buffer.get(content);
          return new PendingWrite(version, acceptedAt, content);
        });
  }
}
