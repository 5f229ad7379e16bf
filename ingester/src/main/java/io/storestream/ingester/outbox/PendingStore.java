package io.storestream.ingester.outbox;

import io.storestream.dynamodb.writer.ItemWrite;
import io.storestream.dynamodb.writer.StoreWrite;
import io.storestream.model.AcceptedState;
import io.storestream.model.Store;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import io.storestream.model.event.StoreCodec;
import java.time.Instant;

/**
 * A state of a store that the table has not acknowledged. Holds the store as the bytes in which it
 * is logged anyway, and decodes them only when a task starts anew.
 */
public final class PendingStore implements PendingWrite {

  private final Version version;
  private final Instant acceptedAt;
  private final byte[] content;

  /**
   * @param acceptedAt by the wall clock, to the millisecond
   * @param content the JSON of the store, not to be altered any more; empty if it is deleted
   */
  public PendingStore(Version version, Instant acceptedAt, byte[] content) {
    this.version = version;
    this.acceptedAt = acceptedAt;
    this.content = content;
  }

  @Override
  public Version version() {
    return version;
  }

  public Instant acceptedAt() {
    return acceptedAt;
  }

  public byte[] content() {
    return content;
  }

  @Override
  public ItemWrite toWrite(String storeNumber) {
    return new StoreWrite(new AcceptedState(toState(storeNumber), acceptedAt));
  }

  public VersionedStore toState(String storeNumber) {
    Store store = content.length == 0 ? null : StoreCodec.decode(content);
    return new VersionedStore(storeNumber, version, store);
  }
}
