package io.storestream.maintenance.verify.state;

import io.storestream.dynamodb.item.StoreItems;
import io.storestream.model.AcceptedState;
import io.storestream.model.Fingerprint;
import io.storestream.model.Location;
import io.storestream.model.Store;
import io.storestream.model.Version;
import java.time.Instant;

/**
 * The state of a store in a record of the topic.
 *
 * @param version of the state
 * @param deleted whether the store is deleted
 * @param city the {@link Location#path()} of where it is counted; empty if it is deleted. One
 *     object for each city, as ten millions of these may be kept
 * @param item what the table's item has to be like
 */
public record TopicState(
    Version version, Instant acceptedAt, boolean deleted, String city, Fingerprint item) {

  public static TopicState of(AcceptedState accepted) {
    Store store = accepted.state().store();
    return new TopicState(
        accepted.state().version(),
        accepted.acceptedAt(),
        store == null,
        store == null ? "" : Location.of(store).path().intern(),
        ItemFingerprint.of(StoreItems.toItem(accepted)));
  }
}
