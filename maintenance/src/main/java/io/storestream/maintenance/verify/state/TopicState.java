package io.storestream.maintenance.verify.state;

import io.storestream.dynamodb.item.StoreItems;
import io.storestream.kafka.record.StoreVersion;
import io.storestream.model.AcceptedState;
import io.storestream.model.Fingerprint;
import io.storestream.model.Store;
import io.storestream.model.Version;
import java.time.Instant;

/**
 * The state of a store in a record of the topic.
 *
 * @param version of the state
 * @param deleted whether the store is deleted
 * @param locations {@link StoreVersion#locations}, with its cell in any case. One object for all
 *     stores that have the same, as ten millions of these may be kept
 * @param item what the table's item has to be like
 */
public record TopicState(
    Version version, Instant acceptedAt, boolean deleted, String locations, Fingerprint item) {

  public static TopicState of(AcceptedState accepted) {
    Store store = accepted.state().store();
    return new TopicState(
        accepted.state().version(),
        accepted.acceptedAt(),
        store == null,
        store == null ? StoreVersion.NOWHERE : StoreVersion.locationsOf(store, true).intern(),
        ItemFingerprint.of(StoreItems.toItem(accepted)));
  }
}
