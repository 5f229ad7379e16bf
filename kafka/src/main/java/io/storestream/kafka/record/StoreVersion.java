package io.storestream.kafka.record;

import io.storestream.model.Fingerprint;
import io.storestream.model.Location;
import io.storestream.model.Store;
import io.storestream.model.Version;
import io.storestream.model.geo.Cell;
import java.util.Arrays;
import java.util.List;

/**
 * The deduplication state of a store, in {@code store-states}: the next event is resolved against
 * it, and it says where the store is counted.
 *
 * @param locations {@link #locationsOf(Store, boolean)}, which only a move parses; {@link #NOWHERE}
 *     for a deleted store
 * @param countSequence of the change that moved the store there, among the counted changes of its
 *     partition; 0 if there was none
 */
public record StoreVersion(
    Version version, Fingerprint content, String locations, long countSequence) {

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
        ? Cell.of(store).map(cell -> city + SEPARATOR + cell.location().path()).orElse(city)
        : city;
  }

  /** Takes {@link #locations} apart; none for {@link #NOWHERE}. */
  public static List<Location> parse(String locations) {
    return locations.equals(NOWHERE)
        ? List.of()
        : Arrays.stream(locations.split(SEPARATOR)).map(Location::parse).toList();
  }

  /** Returns the same, of another version. */
  public StoreVersion at(Version later) {
    return new StoreVersion(later, content, locations, countSequence);
  }

  /** Returns the same with a content that no store has, so that any next content differs. */
  public StoreVersion withoutContent() {
    return new StoreVersion(version, Fingerprint.UNKNOWN, locations, countSequence);
  }

  /** Returns the same, moved to its locations by another change. */
  public StoreVersion countedAs(long sequence) {
    return new StoreVersion(version, content, locations, sequence);
  }
}
