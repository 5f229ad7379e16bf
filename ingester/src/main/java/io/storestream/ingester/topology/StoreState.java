package io.storestream.ingester.topology;

import static io.storestream.kafka.record.StateSerdes.VERSION_BYTES;

import io.storestream.dynamodb.request.ItemWrite;
import io.storestream.kafka.record.StateSerdes;
import io.storestream.kafka.record.StoreVersion;
import io.storestream.model.AcceptedState;
import io.storestream.model.Store;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import io.storestream.model.event.Origin;
import io.storestream.model.event.StoreChange;
import io.storestream.model.event.StoreCodec;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * What a task knows of a store: its version, and its last write. Both are in one value, so an
 * accepted event costs one record of the changelog.
 *
 * @param origin of the latest event, accepted or not; {@code null} if only its time is known
 * @param lastWrite {@code null} if the table rejected it, or the key is no store's
 */
public record StoreState(
    StoreVersion version, @Nullable Origin origin, @Nullable LastWrite lastWrite) {

  /** Returns what an event is resolved against. */
  StoreState withoutWrite() {
    return lastWrite == null ? this : new StoreState(version, origin, null);
  }

  /**
   * Returns whether a change is the tombstone of a source that has positions. The time of its
   * record is of another clock than that of the source's changes, so it cannot be compared: the
   * tombstone follows the change that was read before it.
   */
  boolean isFollowedBy(StoreChange change) {
    return origin != null && change.origin() != null && change.origin().isTombstone();
  }

  /** Returns the origin to remember after a change. */
  static @Nullable Origin originAfter(@Nullable StoreState known, StoreChange change) {
    Origin next = change.origin();
    if (next != null && next.isTombstone()) {
      return known == null ? null : known.origin;
    }
    return next;
  }

  /**
   * Returns whether a change is older: by its origin, if the latest event is of the same source;
   * otherwise by its time.
   */
  boolean isAfter(StoreChange change) {
    if (isFollowedBy(change)) {
      return false;
    }
    Origin other = change.origin();
    if (origin != null && other != null && other.isOfSameSource(origin)) {
      return other.isBefore(origin);
    }
    return version.version().isAfter(change.updatedAt());
  }

  /**
   * Returns whether a change is known to be later. A tombstone that {@linkplain #isFollowedBy
   * follows} is not: a later change may have come since it was read first.
   */
  boolean isBefore(StoreChange change) {
    if (isFollowedBy(change)) {
      return false;
    }
    Origin other = change.origin();
    if (origin != null && other != null && other.isOfSameSource(origin)) {
      return origin.isBefore(other);
    }
    return version.version().updatedAt().isBefore(change.updatedAt());
  }

  /**
   * The last write of a store. The content stays bytes, which are decoded only when a task starts.
   *
   * @param sequence in the task's outbox
   * @param acceptedAt by the wall clock, to the millisecond
   * @param content the store's JSON, empty if it is deleted; never altered
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record LastWrite(long sequence, Version version, Instant acceptedAt, byte[] content) {

    private static final int HEADER_BYTES = 2 * Long.BYTES + VERSION_BYTES;

    /** Returns the write, which the table may have already. */
    ItemWrite.StoreItem of(String storeNumber) {
      Store store = content.length == 0 ? null : StoreCodec.decode(content);
      return new ItemWrite.StoreItem(
          new AcceptedState(new VersionedStore(storeNumber, version, store), acceptedAt), false);
    }

    /** Returns sequence, version, epoch milliseconds of the acceptance, content; big-endian. */
    private byte[] toBytes() {
      return ByteBuffer.allocate(HEADER_BYTES + content.length)
          .putLong(sequence)
          .putLong(version.nanos())
          .putInt(version.revision())
          .putLong(acceptedAt.toEpochMilli())
          .put(content)
          .array();
    }

    /** Reads {@link #toBytes()}, up to the buffer's end. */
    private static LastWrite readFrom(ByteBuffer buffer) {
      long sequence = buffer.getLong();
      Version version = StateSerdes.version(buffer);
      Instant acceptedAt = Instant.ofEpochMilli(buffer.getLong());
      byte[] content = new byte[buffer.remaining()];
      buffer.get(content);
      return new LastWrite(sequence, version, acceptedAt, content);
    }
  }

  /**
   * The version as {@link StateSerdes#storeVersion()}, then the origin and the last write if there
   * is one. A write begins with a sequence, which is not negative, so its first bit is 0.
   */
  static Serde<StoreState> serde() {
    return Serdes.serdeFrom(
        (topic, state) -> state.toBytes(), (topic, bytes) -> readFrom(ByteBuffer.wrap(bytes)));
  }

  /** Returns the bytes of {@link #serde()}. */
  byte[] toBytes() {
    byte[] ofOrigin = origin == null ? new byte[0] : origin.toBytes();
    byte[] ofWrite = lastWrite == null ? new byte[0] : lastWrite.toBytes();
    return StateSerdes.encode(version, ofOrigin.length == 0 ? ofWrite : concat(ofOrigin, ofWrite));
  }

  private static byte[] concat(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  /** Reads {@link #toBytes()}, up to the buffer's end. */
  static StoreState readFrom(ByteBuffer buffer) {
    StoreVersion version = StateSerdes.readStoreVersion(buffer);
    Origin origin = Origin.isNext(buffer) ? Origin.readFrom(buffer) : null;
    return new StoreState(
        version, origin, buffer.hasRemaining() ? LastWrite.readFrom(buffer) : null);
  }
}
