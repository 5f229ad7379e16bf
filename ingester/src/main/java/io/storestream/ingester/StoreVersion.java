package io.storestream.ingester;

import io.storestream.model.Fingerprint;
import io.storestream.model.Location;
import io.storestream.model.Version;

/**
 * What is remembered of each store to judge its next event, and to count it where it is, in {@code
 * store-versions}.
 *
 * @param city the {@link Location#path()} of its city; empty if it is deleted, and counted nowhere
 */
record StoreVersion(Version version, Fingerprint content, String city) {

  /** The {@link #city} of a deleted store. */
  static final String NOWHERE = "";

  /** Returns the same, of another version. */
  StoreVersion at(Version later) {
    return new StoreVersion(later, content, city);
  }
}
