package io.storestream.queryapi.query.geo;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.model.VersionedStore;
import io.storestream.model.geo.Cell;
import io.storestream.model.geo.GeoBox;
import io.storestream.model.geo.GeoPoint;
import io.storestream.queryapi.query.Cursor;
import io.storestream.queryapi.query.StoreBatches;
import io.storestream.queryapi.query.StorePage;
import io.storestream.queryapi.query.geo.PlacedStores.Placed;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Windows have the stores, and cells the counts, that looking at all stores finds. */
final class WindowTest {

  private static final int WINDOWS = 250;
  private static final GeoBox OMAHA = new GeoBox(-97, 41, -96, 42);

  private final List<Placed> stores = PlacedStores.generated(21);
  private final StoredDynamoDb dynamoDb = PlacedStores.in(stores);
  private final GeoReader reader = new GeoReader(dynamoDb, "stores");

  @Test
  void shouldFindTheStoresOfAnyWindowInPages() {
    Random random = new Random(2);
    for (int i = 0; i < WINDOWS; i++) {
      GeoBox window = PlacedStores.window(random);
      assertThat(pages(window, 1 + random.nextInt(100)))
          .as("%s", window)
          .isEqualTo(PlacedStores.inside(stores, window));
    }
  }

  @Test
  void shouldFindTheStoresOfTheWorldInPagesOfOne() {
    assertThat(pages(GeoBox.WORLD, 1)).isEqualTo(PlacedStores.inside(stores, GeoBox.WORLD));
  }

  @Test
  void shouldFindTheStoresOfAWindowAtTheDateLine() {
    GeoBox window = new GeoBox(179, -90, -179, 90);
    assertThat(pages(window, 10)).isEqualTo(PlacedStores.inside(stores, window)).isNotEmpty();
  }

  @Test
  void shouldFindTheStoresOfAnyWindowInBatches() {
    Random random = new Random(3);
    for (int i = 0; i < 20; i++) {
      GeoBox window = PlacedStores.window(random);
      List<VersionedStore> found = new ArrayList<>();
      StoreBatches batches = reader.batches(window, null);
      StoreBatches.Batch batch;
      do {
        batch = batches.next().join();
        found.addAll(batch.stores());
      } while (!batch.isLast());
      assertThat(found).as("%s", window).isEqualTo(PlacedStores.inside(stores, window));
    }
  }

  @Test
  void shouldEndAPageAfterSomeRequestsAndContinueThere() {
    // given: a cell with a store in the window and many more with stores outside of it
    double south = new Cell("9z7fn").box().south();
    List<GeoPoint> points = new ArrayList<>();
    for (double longitude = -96.9; longitude < -80; longitude += 0.04) {
      points.add(new GeoPoint(south + 0.01, longitude));
    }
    points.add(new GeoPoint(south, -80.5));
    List<Placed> row = PlacedStores.placed(points);
    GeoBox window = new GeoBox(-97, south, -80, south + 0.001);
    GeoReader ofRow = new GeoReader(PlacedStores.in(row), "stores");

    // when
    List<StorePage> pages = new ArrayList<>();
    StorePage.Position after = null;
    do {
      Measured<StorePage> page = ofRow.page(window, after, 10, kilobytes -> {}).join();
      assertThat(page.requests()).isLessThanOrEqualTo(WindowPage.MAX_REQUESTS);
      pages.add(page.value());
      after = page.value().last();
    } while (after != null);

    // then
    assertThat(pages).hasSizeGreaterThan(3);
    assertThat(pages.stream().flatMap(page -> page.stores().stream()))
        .containsExactly(row.get(row.size() - 1).store());
  }

  @Test
  void shouldReadOnlyTheCellsOfTheWindow() {
    // given
    List<Placed> two =
        PlacedStores.placed(List.of(new GeoPoint(41.24, -96.1), new GeoPoint(48.8, 2.3)));
    StoredDynamoDb small = PlacedStores.in(two);

    // when
    Measured<StorePage> page =
        new GeoReader(small, "stores").page(OMAHA, null, 10, kilobytes -> {}).join();

    // then
    assertThat(page.value()).isEqualTo(new StorePage(List.of(two.get(0).store()), null));
    assertThat(small.takeQueried()).containsExactly("#", "#9", "#9z", "#9z7", "#9z7d", "9z7dt");
    assertThat(page.requests()).isEqualTo(6);
    assertThat(page.readUnits()).isEqualTo(6 * StoredDynamoDb.READ_UNITS);
  }

  @Test
  void shouldCountTheCellsOfAnyWindow() {
    Random random = new Random(4);
    for (int i = 0; i < WINDOWS; i++) {
      GeoBox window = PlacedStores.window(random);
      int level = 1 + i % WindowCells.finestLevel(window);
      assertThat(reader.cells(window, level).join().value())
          .as("%s, level %d", window, level)
          .isEqualTo(cells(window, level));
    }
  }

  @Test
  void shouldAskOncePerCellAboveTheLevel() {
    // given
    StoredDynamoDb small = PlacedStores.in(PlacedStores.placed(List.of(new GeoPoint(41.2, -96))));

    // when, then
    assertThat(new GeoReader(small, "stores").cells(OMAHA, 3).join())
        .isEqualTo(
            new Measured<>(
                List.of(new CellCount(new Cell("9z7"), 1)), 3, 3 * StoredDynamoDb.READ_UNITS));
    assertThat(small.takeQueried()).containsExactly("#", "#9", "#9z");
  }

  @ParameterizedTest
  @CsvSource({
    "-180, -90, 180, 90, 2, 2",
    "-125, 24, -66, 50, 3, 3",
    "170, -20, -170, 20, 3, 3",
    "-97, 41, -96, 42, 5, 5",
    "0, 0, 0, 0, 5, 5",
    "-180, 0, 180, 0, 4, 4",
    "0, 0, 2, 3, 4, 5",
    "0, 0, 12, 12, 3, 4"
  })
  void shouldChooseALevelForTheSizeOfTheWindow(
      double west, double south, double east, double north, int suitable, int finest) {
    GeoBox window = new GeoBox(west, south, east, north);
    assertThat(WindowCells.suitableLevel(window)).isEqualTo(suitable);
    assertThat(WindowCells.finestLevel(window)).isEqualTo(finest);
  }

  /** Returns the stores of all pages, whose ends are sent to clients and come back. */
  private List<VersionedStore> pages(GeoBox window, int limit) {
    List<VersionedStore> found = new ArrayList<>();
    StorePage.@Nullable Position after = null;
    do {
      StorePage page = reader.page(window, after, limit, kilobytes -> {}).join().value();
      assertThat(page.stores()).hasSizeLessThanOrEqualTo(limit);
      found.addAll(page.stores());
      after = page.last() == null ? null : reread(window, page.last());
    } while (after != null);
    return found;
  }

  private static StorePage.Position reread(GeoBox window, StorePage.Position position) {
    StorePage.Position decoded = Cursor.decode(window, Cursor.encode(window, position));
    assertThat(decoded).isEqualTo(position);
    return decoded;
  }

  private List<CellCount> cells(GeoBox window, int level) {
    TreeMap<String, Long> counts = new TreeMap<>();
    stores.forEach(it -> counts.merge(Cell.of(it.point(), level).geohash(), 1L, Long::sum));
    return counts.entrySet().stream()
        .map(it -> new CellCount(new Cell(it.getKey()), it.getValue()))
        .filter(it -> it.cell().box().intersects(window))
        .toList();
  }
}
