package io.storestream.ingester.verify;

import io.storestream.model.AcceptedState;
import io.storestream.model.Fingerprint;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import io.storestream.table.StoreItems;
import io.storestream.table.StoresTable;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What an item of the table says of its store. Whoever has written it: an item that makes no sense
 * has a state too.
 *
 * @param version {@link #NO_VERSION} if it has none, or one that can't be
 * @param tombstone whether it is what the ingester writes for a store that is gone
 */
record ItemState(long version, boolean tombstone, Fingerprint item) {

  static final long NO_VERSION = -1;

  static ItemState of(Map<String, AttributeValue> item) {
    long version = number(item.get(StoresTable.VERSION));
    return new ItemState(version, isTombstone(item, version), ItemFingerprint.of(item));
  }

  private static boolean isTombstone(Map<String, AttributeValue> item, long version) {
    long expiresAt = number(item.get(StoresTable.EXPIRES_AT));
    if (version == NO_VERSION || expiresAt < 0 || expiresAt > Instant.MAX.getEpochSecond()) {
      return false;
    }
    Instant acceptedAt = Instant.ofEpochSecond(expiresAt).minus(StoreItems.TOMBSTONE_RETENTION);
    VersionedStore deleted =
        new VersionedStore(StoreItems.storeNumberOf(item), new Version(version), null);
    return item.equals(StoreItems.toItem(new AcceptedState(deleted, acceptedAt)));
  }

  /** Returns a whole number that is not negative, and -1 for anything else. */
  private static long number(@Nullable AttributeValue value) {
    if (value == null || value.n() == null) {
      return -1;
    }
    try {
      return Math.max(-1, Long.parseLong(value.n()));
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
