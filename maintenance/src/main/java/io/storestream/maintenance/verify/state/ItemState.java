package io.storestream.maintenance.verify.state;

import io.storestream.dynamodb.item.NumberAttributes;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.model.AcceptedState;
import io.storestream.model.Fingerprint;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The state that an item of the table has. An item that no ingester wrote has a state too.
 *
 * @param version {@code null} if it has none, or one that can't be
 * @param tombstone whether it is what the ingester writes for a deleted store
 */
public record ItemState(@Nullable Version version, boolean tombstone, Fingerprint item) {

  /** Returns the state of an item; the attributes of other programs do not count. */
  public static ItemState of(Map<String, AttributeValue> all) {
    Map<String, AttributeValue> item = StoreItems.own(all);
    Version version = version(item.get(StoresTable.VERSION));
    return new ItemState(
        version, version != null && isTombstone(item, version), ItemFingerprint.of(item));
  }

  private static boolean isTombstone(Map<String, AttributeValue> item, Version version) {
    long expiresAt = NumberAttributes.wholeNumber(item.get(StoresTable.EXPIRES_AT)).orElse(-1);
    if (expiresAt < 0 || expiresAt > Instant.MAX.getEpochSecond()) {
      return false;
    }
    Instant acceptedAt = Instant.ofEpochSecond(expiresAt).minus(StoreItems.TOMBSTONE_RETENTION);
    VersionedStore deleted = new VersionedStore(StoreItems.storeNumberOf(item), version, null);
    return NumberAttributes.canonical(item)
        .equals(StoreItems.toItem(new AcceptedState(deleted, acceptedAt)));
  }

  private static @Nullable Version version(@Nullable AttributeValue attribute) {
    try {
      return attribute == null ? null : StoreItems.versionOf(attribute);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
