package io.storestream.kafka.record;

import io.storestream.model.Fingerprint;
import io.storestream.model.Version;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** The serdes of the values in state stores and their changelogs; big-endian. Thread-safe. */
public final class StateSerdes {

  /** Nanoseconds, then revision. */
  public static final int VERSION_BYTES = Long.BYTES + Integer.BYTES;

  private StateSerdes() {}

  /** Version, fingerprint and count sequence, together 36 bytes, then the path of the city. */
  public static Serde<StoreVersion> storeVersion() {
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

  /** Version, then count. */
  public static Serde<RunningCount> runningCount() {
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

  /** Reads a version, which takes {@link #VERSION_BYTES}. */
  public static Version version(ByteBuffer buffer) {
    return new Version(buffer.getLong(), buffer.getInt());
  }
}
