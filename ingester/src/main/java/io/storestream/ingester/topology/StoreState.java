package io.storestream.ingester.topology;

import io.storestream.ingester.outbox.OutboxEntry;
import io.storestream.kafka.record.StateSerdes;
import io.storestream.kafka.record.StoreVersion;
import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * What a task knows of a store: its version, and its last write, in one value, so that an accepted
 * event costs one record of the changelog. The acknowledgement of the write costs none: {@link
 * AppliedChanges} remembers which sequences are acknowledged.
 *
 * @param lastWrite {@code null} if the key is no store's
 */
record StoreState(StoreVersion version, @Nullable LastWrite lastWrite) {

  /**
   * A write of a store.
   *
   * @param sequence its position among the writes of the task, from 1
   */
  record LastWrite(long sequence, OutboxEntry entry) {}

  /** Returns the same with another version. */
  StoreState at(StoreVersion next) {
    return new StoreState(next, lastWrite);
  }

  /**
   * The version as {@link StateSerdes#storeVersion()}, then the last write if there is one: its
   * sequence, and {@link OutboxEntry#toBytes()}.
   */
  static Serde<StoreState> serde() {
    return Serdes.serdeFrom(
        (topic, state) -> StateSerdes.encode(state.version, bytesOf(state.lastWrite)),
        (topic, bytes) -> {
          ByteBuffer buffer = ByteBuffer.wrap(bytes);
          StoreVersion version = StateSerdes.readStoreVersion(buffer);
          return new StoreState(
              version,
              buffer.hasRemaining()
                  ? new LastWrite(buffer.getLong(), OutboxEntry.readFrom(buffer))
                  : null);
        });
  }

  private static byte[] bytesOf(@Nullable LastWrite write) {
    if (write == null) {
      return new byte[0];
    }
    byte[] entry = write.entry.toBytes();
    return ByteBuffer.allocate(Long.BYTES + entry.length)
        .putLong(write.sequence)
        .put(entry)
        .array();
  }
}
