package io.storestream.ingester.verify;

import io.storestream.model.AcceptedState;
import io.storestream.model.Fingerprint;
import io.storestream.table.StoreItems;
import java.time.Instant;

/**
 * What a record of the topic says of its store.
 *
 * @param version of the state
 * @param deleted whether the store is gone
 * @param item what the table's item has to be like
 */
record TopicState(long version, Instant acceptedAt, boolean deleted, Fingerprint item) {

  static TopicState of(AcceptedState accepted) {
    return new TopicState(
        accepted.state().version().value(),
        accepted.acceptedAt(),
        accepted.state().isDeleted(),
        ItemFingerprint.of(StoreItems.toItem(accepted)));
  }
}
