package io.storestream.model;

import org.jspecify.annotations.Nullable;

/**
 * The state of a store as of a version; a deleted store has a version too, so that a late older
 * upsert still loses.
 *
 * @param store {@code null} if the store is deleted
 */
public record VersionedStore(String storeNumber, Version version, @Nullable Store store) {

  /**
   * @throws IllegalArgumentException if {@code store} has another number
   */
  public VersionedStore {
    if (store != null && !store.storeNumber().equals(storeNumber)) {
      throw new IllegalArgumentException(storeNumber + " is not " + store.storeNumber());
    }
  }

  /** Returns whether the store is gone. */
  public boolean isDeleted() {
    return store == null;
  }
}
