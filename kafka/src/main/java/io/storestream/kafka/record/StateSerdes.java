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

  /** The length of no text. */
  private static final int NONE = -1;

  private StateSerdes() {}

  /**
   * Version, fingerprint and count sequence, together 36 bytes, the locations, and those counted
   * before; the last two each behind their length in four bytes, which is -1 for {@code null}. What
   * follows is passed over: see {@link #readStoreVersion}.
   */
  public static Serde<StoreVersion> storeVersion() {
    return Serdes.serdeFrom(
        (topic, value) -> encode(value, new byte[0]),
        (topic, bytes) -> readStoreVersion(ByteBuffer.wrap(bytes)));
  }

  /** Returns a store's version, followed by other bytes. */
  public static byte[] encode(StoreVersion value, byte[] more) {
    byte[] locations = value.locations().getBytes(StandardCharsets.UTF_8);
    String countedBefore = value.countedBefore();
    byte[] before =
        countedBefore == null ? new byte[0] : countedBefore.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(
            VERSION_BYTES
                + Fingerprint.BYTES
                + Long.BYTES
                + 2 * Integer.BYTES
                + locations.length
                + before.length
                + more.length)
        .putLong(value.version().nanos())
        .putInt(value.version().revision())
        .putLong(value.content().high())
        .putLong(value.content().low())
        .putLong(value.countSequence())
        .putInt(locations.length)
        .put(locations)
        .putInt(countedBefore == null ? NONE : before.length)
        .put(before)
        .put(more)
        .array();
  }

  /** Reads a store's version, and leaves the buffer at what follows it. */
  public static StoreVersion readStoreVersion(ByteBuffer buffer) {
    Version version = version(buffer);
    Fingerprint content = new Fingerprint(buffer.getLong(), buffer.getLong());
    long countSequence = buffer.getLong();
    String locations = text(buffer, buffer.getInt());
    int before = buffer.getInt();
    return new StoreVersion(
        version, content, locations, countSequence, before == NONE ? null : text(buffer, before));
  }

  private static String text(ByteBuffer buffer, int length) {
    byte[] text = new byte[length];
    buffer.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  /** Version, count, sequence. */
  public static Serde<RunningCount> runningCount() {
    return Serdes.serdeFrom(
        (topic, value) ->
            ByteBuffer.allocate(VERSION_BYTES + 2 * Long.BYTES)
                .putLong(value.version().nanos())
                .putInt(value.version().revision())
                .putLong(value.count())
                .putLong(value.sequence())
                .array(),
        (topic, bytes) -> {
          ByteBuffer buffer = ByteBuffer.wrap(bytes);
          return new RunningCount(version(buffer), buffer.getLong(), buffer.getLong());
        });
  }

  /** Reads a version, which takes {@link #VERSION_BYTES}. */
  public static Version version(ByteBuffer buffer) {
    return new Version(buffer.getLong(), buffer.getInt());
  }
}
