package io.storestream.queryapi;

import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import io.storestream.model.LocationLookup;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;

/**
 * Reads places with what lies below them, without ever blocking. Thread-safe.
 *
 * <p>Two reads run side by side, and each count is written by itself: the children may add up to
 * another number than the place's own for a moment. Futures fail as those of {@link StoreReader}.
 */
final class PlaceReader {

  private static final int CITY_DEPTH = 3;

  private final CountReader counts;
  private final StoreReader stores;

  PlaceReader(CountReader counts, StoreReader stores) {
    this.counts = counts;
    this.stores = stores;
  }

  /** Returns a place; one that has no stores has no children, and may be none at all. */
  CompletableFuture<Place> read(Location location) {
    if (location.isWorld()) {
      return counts
          .children(location)
          .thenApply(
              countries ->
                  new Place(
                      location,
                      countries.stream().mapToLong(LocationCount::count).sum(),
                      places(countries)));
    }
    CompletableFuture<List<Place.Child>> children =
        location.depth() == CITY_DEPTH
            ? stores.postcodes(lookup(location)).thenApply(found -> postcodes(location, found))
            : counts.children(location).thenApply(PlaceReader::places);
    return counts
        .count(location)
        .thenCombine(children, (count, below) -> new Place(location, count, below));
  }

  private static LocationLookup lookup(Location city) {
    List<String> names = city.names();
    return new LocationLookup(names.get(0), names.get(1), names.get(2), null);
  }

  private static List<Place.Child> places(List<LocationCount> counts) {
    return counts.stream()
        .map(
            count ->
                new Place.Child(count.location().name(), count.count(), Links.to(count.location())))
        .toList();
  }

  private static List<Place.Child> postcodes(Location city, SortedMap<String, Long> counts) {
    return counts.entrySet().stream().map(count -> postcode(city, count)).toList();
  }

  private static Place.Child postcode(Location city, Map.Entry<String, Long> count) {
    String postcode = count.getKey();
    // All postcodes begin with an empty one.
    String href = postcode.isEmpty() ? null : Links.toStores(city, postcode);
    return new Place.Child(postcode, count.getValue(), href);
  }
}
