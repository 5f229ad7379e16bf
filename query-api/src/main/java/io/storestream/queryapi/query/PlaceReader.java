package io.storestream.queryapi.query;

import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import io.storestream.model.LocationLookup;
import io.storestream.queryapi.render.Links;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Reads places with what lies below them, without ever blocking. Thread-safe.
 *
 * <p>Two reads run side by side, and each count is written by itself: the children may add up to
 * another number than the place's own for a moment. Futures fail as those of {@link StoreReader}.
 */
public final class PlaceReader {

  private static final int CITY_DEPTH = 3;

  private final CountReader counts;
  private final StoreReader stores;

  public PlaceReader(CountReader counts, StoreReader stores) {
    this.counts = counts;
    this.stores = stores;
  }

  /** Returns a place; one that has no stores has no children, and may be none at all. */
  public CompletableFuture<Place> read(Location location) {
    if (location.isWorld()) {
      CompletableFuture<List<LocationCount>> countries = counts.children(location);
      return endingWith(countries, countries.thenApply(PlaceReader::world));
    }
    return location.depth() == CITY_DEPTH
        ? read(
            location,
            stores.postcodes(lookup(location)),
            postcodes -> postcodes(location, postcodes))
        : read(location, counts.children(location), PlaceReader::places);
  }

  private <T> CompletableFuture<Place> read(
      Location location, CompletableFuture<T> below, Function<T, List<Place.Child>> children) {
    return endingWith(
        below,
        counts
            .count(location)
            .thenCombine(
                below, (count, found) -> new Place(location, count, children.apply(found))));
  }

  /** Whoever gives up on a place does not want the rest of what is below it any more. */
  private static CompletableFuture<Place> endingWith(
      CompletableFuture<?> below, CompletableFuture<Place> place) {
    CompletableFuture<Place> unused = place.whenComplete((read, failure) -> below.cancel(false));
    return place;
  }

  private static Place world(List<LocationCount> countries) {
    return new Place(
        Location.WORLD,
        countries.stream().mapToLong(LocationCount::count).sum(),
        places(countries));
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
