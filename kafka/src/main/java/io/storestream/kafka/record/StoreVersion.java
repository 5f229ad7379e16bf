package io.storestream.kafka.record;

import io.storestream.model.Fingerprint;
import io.storestream.model.Location;
import io.storestream.model.Version;

/**
 * What is remembered of each store to judge its next event, and to count it where it is, in {@code
 * store-versions}.
 *
 * @param city the {@link Location#path()} of its city; empty if it is deleted, and counted nowhere
 * @param countSequence the number that the change bears which has brought it there, of those of its
 *     partition that are counted; 0 if none has
 */
public record StoreVersion(Version version, Fingerprint content, String city, long countSequence) {

  /**
   * Begins the keys in {@code store-versions} that belong to no store; no store number begins with
   * white space.
   */
  public static final char OTHER_KEY = '\n';

  /** The {@link #city} of a deleted store. */
  public static final String NOWHERE = "";

  /** Returns the same, of another version. */
  public StoreVersion at(Version later) {
    return new StoreVersion(later, content, city, countSequence);
  }

  /** Returns the same, of a content that no store has, so that any next one is another. */
  public StoreVersion withoutContent() {
    return new StoreVersion(version, Fingerprint.UNKNOWN, city, countSequence);
  }

  /** Returns the same, brought to its city by another change. */
  public StoreVersion countedAs(long sequence) {
    return new StoreVersion(version, content, city, sequence);
  }
}
