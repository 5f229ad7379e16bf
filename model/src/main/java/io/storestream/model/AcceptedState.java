package io.storestream.model;

import java.time.Instant;

/**
 * A state of a store, and when it was accepted as the newest. The table's item is made of these two
 * alone, so every writer writes the same item.
 *
 * @param acceptedAt by the clock of the ingester, to the millisecond
 */
public record AcceptedState(VersionedStore state, Instant acceptedAt) {

  /** Returns the store's number. */
  public String storeNumber() {
    return state.storeNumber();
  }
}
