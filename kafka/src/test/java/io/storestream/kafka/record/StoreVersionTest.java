package io.storestream.kafka.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.model.Location;
import io.storestream.model.Store;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import io.storestream.model.geo.Cell;
import io.storestream.model.geo.GeoPoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where a store is counted. */
class StoreVersionTest {

  private static final Store OMAHA = store("41.23", "-96.05");

  @Test
  void shouldCountAStoreInItsCityAndItsSmallestCell() {
    assertThat(StoreVersion.locationsOf(OMAHA, true)).isEqualTo("US#NE#OMAHA\n#9z7dw");
    assertThat(StoreVersion.parse("US#NE#OMAHA\n#9z7dw"))
        .containsExactly(Location.parse("US#NE#OMAHA"), Location.cell("9z7dw"));
  }

  @Test
  void shouldCountAStoreWithoutCoordinatesInItsCity() {
    assertThat(StoreVersion.locationsOf(store(null, null), true)).isEqualTo("US#NE#OMAHA");
    assertThat(StoreVersion.parse("US#NE#OMAHA")).containsExactly(Location.parse("US#NE#OMAHA"));
  }

  @Test
  void shouldCountNoCellsWithoutThem() {
    assertThat(StoreVersion.locationsOf(OMAHA, false)).isEqualTo("US#NE#OMAHA");
  }

  @Test
  void shouldCountADeletedStoreNowhere() {
    assertThat(StoreVersion.parse(StoreVersion.NOWHERE)).isEqualTo(List.of());
  }

  /** Whatever stores open, move in one hierarchy or in both, and close. */
  @Property
  void shouldKeepCountsThatEqualARecount(@ForAll("changes") List<Change> changes) {
    Map<Integer, String> counted = new HashMap<>();
    Map<Integer, Store> stores = new HashMap<>();
    Map<Location, Long> counts = new HashMap<>();
    for (Change change : changes) {
      Store store = change.store();
      String now = store == null ? StoreVersion.NOWHERE : StoreVersion.locationsOf(store, true);
      String before = counted.put(change.number(), now);
      stores.put(change.number(), store);
      LocationDelta.between(
              StoreVersion.parse(before == null ? StoreVersion.NOWHERE : before),
              StoreVersion.parse(now))
          .forEach(
              (root, ofRoot) -> {
                assertThat(ofRoot.keySet()).extracting(Location::root).containsOnly(root);
                assertThat(ofRoot.values()).isNotEmpty().doesNotContain(0L);
                ofRoot.forEach((location, by) -> counts.merge(location, by, Long::sum));
              });
    }

    Map<Location, Long> recount = new HashMap<>();
    stores.values().stream().filter(Objects::nonNull).forEach(it -> count(it, recount));
    counts.values().removeIf(count -> count == 0);
    assertThat(counts).isEqualTo(recount);
  }

  private static void count(Store store, Map<Location, Long> counts) {
    Location.of(store).lineage().forEach(it -> counts.merge(it, 1L, Long::sum));
    GeoPoint.of(store)
        .map(Cell::geohash)
        .ifPresent(
            geohash ->
                IntStream.rangeClosed(1, 5)
                    .mapToObj(length -> Location.cell(geohash.substring(0, length)))
                    .forEach(it -> counts.merge(it, 1L, Long::sum)));
  }

  /** Few stores, cities and points, which meet often; some points share cells of some levels. */
  @Provide
  Arbitrary<List<Change>> changes() {
    Arbitrary<String> names = Arbitraries.of("", "A", "B");
    Arbitrary<@Nullable String> latitudes =
        Arbitraries.of("41.23", "41.24", "41.9", "-41.2", "90", "-90").injectNull(0.2);
    Arbitrary<@Nullable String> longitudes =
        Arbitraries.of("-96.05", "-96.06", "-95", "96.05", "180", "-180").injectNull(0.1);
    Arbitrary<@Nullable Store> stores =
        Combinators.combine(Arbitraries.of("US", "CA"), names, names, latitudes, longitudes)
            .as(StoreVersionTest::store)
            .injectNull(0.2);
    return Combinators.combine(Arbitraries.integers().between(0, 4), stores)
        .as(Change::new)
        .list()
        .ofMaxSize(40);
  }

  record Change(int number, @Nullable Store store) {}

  private static Store store(@Nullable String latitude, @Nullable String longitude) {
    return store("US", "ne", "Omaha", latitude, longitude);
  }

  private static Store store(
      String country,
      String state,
      String city,
      @Nullable String latitude,
      @Nullable String longitude) {
    return new StoreBuilder()
        .storeNumber("17")
        .set(StoreField.COUNTRY, country)
        .set(StoreField.STATE, state)
        .set(StoreField.CITY, city)
        .set(StoreField.LATITUDE, latitude)
        .set(StoreField.LONGITUDE, longitude)
        .build();
  }
}
