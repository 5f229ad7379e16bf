package io.storestream.ingester.outbox;

import static io.storestream.kafka.record.StateSerdes.VERSION_BYTES;

import io.storestream.dynamodb.writer.ItemWrite;
import io.storestream.kafka.record.StateSerdes;
import io.storestream.model.AcceptedState;
import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import io.storestream.model.Store;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import io.storestream.model.event.StoreCodec;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * An entry of an {@link Outbox}, as its changelog holds it. The content stays bytes, which are
 * decoded only when a task starts.
 *
 * @param acceptedAt by the wall clock, to the millisecond
 * @param content of a store: its JSON, empty if it is deleted; of a count: eight bytes, big-endian;
 *     never altered
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record OutboxEntry(Version version, Instant acceptedAt, byte[] content) {

  /** Returns the entry of a count. */
  public static OutboxEntry of(ItemWrite.CountItem write) {
    byte[] content = ByteBuffer.allocate(Long.BYTES).putLong(write.count().count()).array();
    return new OutboxEntry(write.version(), write.acceptedAt(), content);
  }

  /** Returns the write of a store's entry, which the table may have already. */
  public ItemWrite.StoreItem toStore(String storeNumber) {
    Store store = content.length == 0 ? null : StoreCodec.decode(content);
    return new ItemWrite.StoreItem(
        new AcceptedState(new VersionedStore(storeNumber, version, store), acceptedAt), false);
  }

  /** Returns the write of a count's entry, which the table may have already. */
  public ItemWrite.CountItem toCount(Location location) {
    long count = ByteBuffer.wrap(content).getLong();
    return new ItemWrite.CountItem(new LocationCount(location, count, version), acceptedAt, false);
  }

  /** Returns version, epoch milliseconds of the acceptance, then the content; big-endian. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(VERSION_BYTES + Long.BYTES + content.length)
        .putLong(version.nanos())
        .putInt(version.revision())
        .putLong(acceptedAt.toEpochMilli())
        .put(content)
        .array();
  }

  /** Reads {@link #toBytes()}, up to the buffer's end. */
  public static OutboxEntry readFrom(ByteBuffer buffer) {
    Version version = StateSerdes.version(buffer);
    Instant acceptedAt = Instant.ofEpochMilli(buffer.getLong());
    byte[] content = new byte[buffer.remaining()];
    buffer.get(content);
    return new OutboxEntry(version, acceptedAt, content);
  }

  public static Serde<OutboxEntry> serde() {
    return Serdes.serdeFrom(
        (topic, value) -> value.toBytes(), (topic, bytes) -> readFrom(ByteBuffer.wrap(bytes)));
  }
}
