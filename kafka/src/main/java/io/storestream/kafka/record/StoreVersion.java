package io.storestream.kafka.record;

import io.storestream.model.Fingerprint;
import io.storestream.model.Location;
import io.storestream.model.Store;
import io.storestream.model.Version;
import io.storestream.model.geo.Cell;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The deduplication state of a store, in {@code store-states}: the next event is resolved against
 * it, and it says where the store is counted.
 *
 * @param locations {@link #locationsOf(Store, boolean)}, which only a move parses; {@link #NOWHERE}
 *     for a deleted store
 * @param countSequence of the {@link LocationDelta} that counts the store there, among those of its
 *     partition; 0 if it was never counted
 * @param countedBefore the locations that count the store until this delta is applied; {@code null}
 *     if the delta had been sent when this was last written
 */
public record StoreVersion(
    Version version,
    Fingerprint content,
    String locations,
    long countSequence,
    @Nullable String countedBefore) {

  /**
   * The first character of the keys in {@code store-states} that belong to no store. No store
   * number begins with white space.
   */
  public static final char OTHER_KEY = '\n';

  /** The {@link #locations} of a deleted store. */
  public static final String NOWHERE = "";

  /** No path contains it: normalized names hold no other white space than spaces. */
  private static final String SEPARATOR = "\n";

  /**
   * Returns the {@link Location#path()} of each of the lowest locations that count a store: of its
   * city, and of its smallest cell if it has coordinates. A line feed is between the two.
   *
   * @param withCells whether cells count stores
   */
  public static String locationsOf(Store store, boolean withCells) {
    String city = Location.cityPathOf(store);
    return withCells
        ? Cell.of(store).map(cell -> city + SEPARATOR + cell.path()).orElse(city)
        : city;
  }

  /** Takes {@link #locations} apart, as paths; none for {@link #NOWHERE}. */
  public static List<String> split(String locations) {
    return locations.equals(NOWHERE) ? List.of() : List.of(locations.split(SEPARATOR));
  }

  /** Takes {@link #locations} apart; none for {@link #NOWHERE}. */
  public static List<Location> parse(String locations) {
    return split(locations).stream().map(Location::parse).toList();
  }

  /** Returns the version of a store that is not counted yet. */
  public static StoreVersion uncounted(Version version, Fingerprint content, String locations) {
    return new StoreVersion(version, content, locations, 0, null);
  }

  /** Returns the same, of another version. */
  public StoreVersion at(Version later) {
    return new StoreVersion(later, content, locations, countSequence, countedBefore);
  }

  /** Returns the next version, which is counted where this one is. */
  public StoreVersion next(Version later, Fingerprint other, String otherLocations) {
    return new StoreVersion(later, other, otherLocations, countSequence, countedBefore);
  }

  /** Returns the same with a content that no store has, so that any next content differs. */
  public StoreVersion withoutContent() {
    return new StoreVersion(version, Fingerprint.UNKNOWN, locations, countSequence, countedBefore);
  }

  /** Returns the same, which a delta that is not sent yet will count at its locations. */
  public StoreVersion countedBy(long sequence, String before) {
    return new StoreVersion(version, content, locations, sequence, before);
  }

  /**
   * Returns the same, without {@link #countedBefore} if its delta was sent.
   *
   * @param sent the sequence of the last delta that was sent
   */
  public StoreVersion withDeltasSent(long sent) {
    return countedBefore == null || countSequence > sent
        ? this
        : new StoreVersion(version, content, locations, countSequence, null);
  }
}
