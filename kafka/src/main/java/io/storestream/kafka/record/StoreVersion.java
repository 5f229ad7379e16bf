package io.storestream.kafka.record;

import io.storestream.model.Fingerprint;
import io.storestream.model.Location;
import io.storestream.model.Version;
import org.jspecify.annotations.Nullable;

/**
 * The deduplication state of a store, in {@code store-states}: the next event is resolved against
 * it, and it holds the city in which the store is counted.
 *
 * @param city the {@link Location#path()} of the city, which only a move parses; {@link #NOWHERE}
 *     for a deleted store
 * @param countSequence of the change that moved the store there, among the counted changes of its
 *     partition; 0 if there was none
 */
public record StoreVersion(Version version, Fingerprint content, String city, long countSequence) {

  /**
   * The first character of the keys in {@code store-states} that belong to no store. No store
   * number begins with white space.
   */
  public static final char OTHER_KEY = '\n';

  /** The {@link #city} of a deleted store. */
  public static final String NOWHERE = "";

  /** Returns the city; {@code null} for a deleted store. */
  public @Nullable Location location() {
    return locationOf(city);
  }

  /** Returns the location of a {@link #city}; {@code null} for {@link #NOWHERE}. */
  public static @Nullable Location locationOf(String city) {
    return city.equals(NOWHERE) ? null : Location.parse(city);
  }

  /** Returns the same, of another version. */
  public StoreVersion at(Version later) {
    return new StoreVersion(later, content, city, countSequence);
  }

  /** Returns the same with a content that no store has, so that any next content differs. */
  public StoreVersion withoutContent() {
    return new StoreVersion(version, Fingerprint.UNKNOWN, city, countSequence);
  }

  /** Returns the same, moved to its city by another change. */
  public StoreVersion countedAs(long sequence) {
    return new StoreVersion(version, content, city, sequence);
  }
}
