package io.storestream.ingester.topology;

import io.storestream.ingester.outbox.OutboxEntry;
import io.storestream.kafka.record.StateSerdes;
import io.storestream.kafka.record.StoreVersion;
import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * What a task knows of a store: its version, and its write while the table has not acknowledged it.
 * Both are in one value, so an accepted event costs one record of the changelog, and an
 * acknowledgement in the same transaction costs none.
 *
 * @param pending {@code null} if the table has acknowledged every write
 */
record StoreState(StoreVersion version, @Nullable OutboxEntry pending) {

  /** Returns the same with another version. */
  StoreState at(StoreVersion next) {
    return new StoreState(next, pending);
  }

  /** The version as {@link StateSerdes#storeVersion()}, then the pending write if there is one. */
  static Serde<StoreState> serde() {
    return Serdes.serdeFrom(
        (topic, state) ->
            StateSerdes.encode(
                state.version, state.pending == null ? new byte[0] : state.pending.toBytes()),
        (topic, bytes) -> {
          ByteBuffer buffer = ByteBuffer.wrap(bytes);
          StoreVersion version = StateSerdes.readStoreVersion(buffer);
          return new StoreState(
              version, buffer.hasRemaining() ? OutboxEntry.readFrom(buffer) : null);
        });
  }
}
