package io.storestream.model;

import java.time.Instant;

/**
 * A state of a store, and when it was accepted as the newest. The table's item is made of these two
 * alone, so whoever writes it, and however often, writes the same.
 *
 * @param acceptedAt by the clock of the ingester, to the millisecond
 */
public record AcceptedState(VersionedStore state, Instant acceptedAt) {

  /** Returns whose state it is. */
  public String storeNumber() {
    return state.storeNumber();
  }
}
