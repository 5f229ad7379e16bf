package io.storestream.ingester.outbox;

import static io.storestream.kafka.record.StateSerdes.VERSION_BYTES;

import io.storestream.kafka.record.StateSerdes;
import io.storestream.model.Version;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** How the outboxes and their changelogs hold entries; big-endian. Thread-safe. */
public final class PendingSerdes {

  private PendingSerdes() {}

  /** Version, epoch milliseconds of the acceptance, then the content. */
  public static Serde<PendingStore> pendingStore() {
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
          Version version = StateSerdes.version(buffer);
          Instant acceptedAt = Instant.ofEpochMilli(buffer.getLong());
          byte[] content = new byte[buffer.remaining()];
          buffer.get(content);
          return new PendingStore(version, acceptedAt, content);
        });
  }

  /** Version, epoch milliseconds of the change, then the count. */
  public static Serde<PendingCount> pendingCount() {
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
          Version version = StateSerdes.version(buffer);
          Instant changedAt = Instant.ofEpochMilli(buffer.getLong());
          return new PendingCount(version, changedAt, buffer.getLong());
        });
  }
}
