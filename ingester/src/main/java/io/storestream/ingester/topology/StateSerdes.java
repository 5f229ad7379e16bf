package io.storestream.ingester;

import io.storestream.model.Fingerprint;
import io.storestream.model.Version;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** How the state stores and their changelogs hold their values; big-endian, as Kafka does it. */
final class StateSerdes {

  /** Nanoseconds, then revision. */
  private static final int VERSION_BYTES = Long.BYTES + Integer.BYTES;

  private StateSerdes() {}

  /** Version, fingerprint and number of the counted change, together 36 bytes, then the city. */
  static Serde<StoreVersion> storeVersion() {
    return Serdes.serdeFrom(
        (topic, value) -> {
          byte[] city = value.city().getBytes(StandardCharsets.UTF_8);
          return ByteBuffer.allocate(VERSION_BYTES + Fingerprint.BYTES + Long.BYTES + city.length)
              .putLong(value.version().nanos())
              .putInt(value.version().revision())
              .putLong(value.content().high())
              .putLong(value.content().low())
              .putLong(value.countSequence())
              .put(city)
              .array();
        },
        (topic, bytes) -> {
          ByteBuffer buffer = ByteBuffer.wrap(bytes);
          Version version = version(buffer);
          Fingerprint content = new Fingerprint(buffer.getLong(), buffer.getLong());
          long countSequence = buffer.getLong();
          return new StoreVersion(
              version, content, StandardCharsets.UTF_8.decode(buffer).toString(), countSequence);
        });
  }

  /** Version, epoch milliseconds of the acceptance, then the content. */
  static Serde<PendingStore> pendingStore() {
    return Serdes.serdeFrom(
        (topic, value) ->
            ByteBuffer.allocate(VERSION_BYTES + Long.BYTES + value.content().length)
                .putLong(value.version().nanos())
                .putInt(value.version().revision())
                .putLong(value.acceptedAt().toEpochMilli())
                .put(value.content())
                .array(),
        (topic, bytes) -> {
          ByteBuffer buffer = ByteBuffer.wrap(bytes);
          Version version = version(buffer);
          Instant acceptedAt = Instant.ofEpochMilli(buffer.getLong());
          byte[] content = new byte[buffer.remaining()];
          buffer.get(content);
          return new PendingStore(version, acceptedAt, content);
        });
  }

  /** Version, then count. */
  static Serde<RunningCount> runningCount() {
    return Serdes.serdeFrom(
        (topic, value) ->
            ByteBuffer.allocate(VERSION_BYTES + Long.BYTES)
                .putLong(value.version().nanos())
                .putInt(value.version().revision())
                .putLong(value.count())
                .array(),
        (topic, bytes) -> {
          ByteBuffer buffer = ByteBuffer.wrap(bytes);
          return new RunningCount(version(buffer), buffer.getLong());
        });
  }

  /** Version, epoch milliseconds of the change, then the count. */
  static Serde<PendingCount> pendingCount() {
    return Serdes.serdeFrom(
        (topic, value) ->
            ByteBuffer.allocate(VERSION_BYTES + 2 * Long.BYTES)
                .putLong(value.version().nanos())
                .putInt(value.version().revision())
                .putLong(value.changedAt().toEpochMilli())
                .putLong(value.count())
                .array(),
        (topic, bytes) -> {
          ByteBuffer buffer = ByteBuffer.wrap(bytes);
          Version version = version(buffer);
          Instant changedAt = Instant.ofEpochMilli(buffer.getLong());
          return new PendingCount(version, changedAt, buffer.getLong());
        });
  }

  private static Version version(ByteBuffer buffer) {
    return new Version(buffer.getLong(), buffer.getInt());
  }
}
