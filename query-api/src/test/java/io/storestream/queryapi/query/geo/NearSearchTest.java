package io.storestream.queryapi.query.geo;

import static io.storestream.queryapi.http.problem.ProblemAssert.assertFailsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.javalin.http.HttpStatus;
import io.storestream.model.Location;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import io.storestream.model.geo.Cell;
import io.storestream.model.geo.GeoPoint;
import io.storestream.queryapi.http.problem.Problem;
import io.storestream.queryapi.query.PageMemory;
import io.storestream.queryapi.query.geo.PlacedStores.Placed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** A search finds what looking at all stores finds, and reads no more than it must. */
final class NearSearchTest {

  private static final int POINTS = 1_000;
  private static final int MAX_LIMIT = 100;
  private static final double NO_RADIUS = Double.POSITIVE_INFINITY;
  private static final GeoPoint OMAHA = new GeoPoint(41.24, -96.1);

  private final List<Placed> stores = PlacedStores.generated(20);
  private final StoredDynamoDb dynamoDb = PlacedStores.in(stores);

  @Test
  void shouldFindTheNearestStoresOfAnyPoint() {
    Random random = new Random(1);
    for (int i = 0; i < POINTS; i++) {
      GeoPoint point = PlacedStores.anywhere(random);
      int limit = 1 + i % MAX_LIMIT;
      double radiusKm = i % 3 == 0 ? Math.pow(10, random.nextDouble() * 4.3) : NO_RADIUS;
      assertThat(near(dynamoDb, point, limit, radiusKm))
          .as("%d stores within %s km of %s", limit, radiusKm, point)
          .isEqualTo(PlacedStores.nearest(stores, point, limit, radiusKm));
    }
  }

  @Test
  void shouldFindEveryStoreAtItsOwnPoint() {
    for (Placed placed : stores) {
      assertThat(near(dynamoDb, placed.point(), MAX_LIMIT, 0.001))
          .as("%s", placed)
          .contains(new NearStore(placed.store(), 0))
          .isEqualTo(PlacedStores.nearest(stores, placed.point(), MAX_LIMIT, 0.001));
    }
  }

  @Test
  void shouldFindTheNearestStoresOfPolesTheDateLineAndBordersOfCells() {
    for (GeoPoint point : PlacedStores.special()) {
      for (int limit : new int[] {1, 2, 10, MAX_LIMIT}) {
        assertThat(near(dynamoDb, point, limit, NO_RADIUS))
            .as("%d stores near %s", limit, point)
            .isEqualTo(PlacedStores.nearest(stores, point, limit, NO_RADIUS));
      }
    }
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void shouldFindTheNearestOfAnyStores(
      @ForAll("points") List<GeoPoint> places,
      @ForAll("point") GeoPoint point,
      @ForAll @IntRange(min = 1, max = 10) int limit,
      @ForAll @DoubleRange(min = 1, max = 20_016) double radiusKm) {
    List<Placed> some = PlacedStores.placed(places);
    assertThat(near(PlacedStores.in(some), point, limit, radiusKm))
        .isEqualTo(PlacedStores.nearest(some, point, limit, radiusKm));
  }

  @Test
  void shouldFindAllStoresIfThereAreFewer() {
    List<Placed> few = stores.subList(0, 50);
    assertThat(near(PlacedStores.in(few), OMAHA, MAX_LIMIT, NO_RADIUS))
        .isEqualTo(PlacedStores.nearest(few, OMAHA, 50, NO_RADIUS))
        .hasSize(50);
  }

  @Test
  void shouldFindNothingInAnEmptyTable() {
    StoredDynamoDb empty = StoredDynamoDb.of(List.of());
    assertThat(near(empty, OMAHA, 1, NO_RADIUS)).isEmpty();
  }

  @Test
  void shouldReadOnlyCellsThatHaveStores() {
    // given
    GeoPoint ocean = new GeoPoint(-40, -120);
    Set<String> cells = new HashSet<>();
    for (Placed placed : stores) {
      Cell cell = Cell.of(placed.point(), Cell.LEVELS);
      cells.add(cell.geohash());
      cell.location().lineage().forEach(it -> cells.add(it.path()));
    }

    // when
    near(dynamoDb, ocean, MAX_LIMIT, NO_RADIUS);

    // then: besides the cells around the point
    List<String> others = new ArrayList<>(dynamoDb.takeQueried());
    others.remove(Location.ALL_CELLS.path());
    Cell.of(ocean, Cell.LEVELS - 1).location().lineage().forEach(it -> others.remove(it.path()));
    assertThat(others).isNotEmpty().doesNotHaveDuplicates().isSubsetOf(cells);
  }

  @Test
  void shouldReadTheCellsAroundThePointAtOnceAndThenTheStores() {
    // given: one store
    StoredDynamoDb one = PlacedStores.in(List.of(PlacedStores.placed("1", OMAHA)));

    // when
    Measured<List<NearStore>> found = search(one, OMAHA, 1, NO_RADIUS).join();

    // then
    assertThat(found.value()).hasSize(1);
    assertThat(one.takeQueried()).containsExactly("#", "#9", "#9z", "#9z7", "#9z7d", "9z7dt");
    assertThat(found.requests()).isEqualTo(6);
    assertThat(found.readUnits()).isEqualTo(6 * StoredDynamoDb.READ_UNITS);
  }

  @Test
  void shouldReadNothingBeyondTheRadius() {
    // given
    StoredDynamoDb one =
        PlacedStores.in(List.of(PlacedStores.placed("1", PlacedStores.near(OMAHA, 2, 0))));

    // when, then
    assertThat(near(one, OMAHA, 1, 100)).isEmpty();
    assertThat(one.takeQueried()).containsExactly("#", "#9", "#9z", "#9z7", "#9z7d");
  }

  @Test
  void shouldGoOnWhereACountedStoreIsNotInTheIndexYet() {
    // given
    Placed far = PlacedStores.placed("far", PlacedStores.near(OMAHA, 5, 5));
    StoredDynamoDb lagging = PlacedStores.in(List.of(far));
    for (Location cell : Cell.of(OMAHA, Cell.LEVELS).location().lineage()) {
      lagging.count(cell, 3);
    }

    // when, then
    assertThat(near(lagging, OMAHA, 1, NO_RADIUS))
        .isEqualTo(PlacedStores.nearest(List.of(far), OMAHA, 1, NO_RADIUS));
  }

  @Test
  void shouldFindAStoreThatIsNotCountedYetBesideOneThatIs() {
    // given
    StoredDynamoDb lagging = PlacedStores.in(List.of(PlacedStores.placed("2", OMAHA)));
    lagging.index(PlacedStores.placed("1", OMAHA).store());

    // when, then
    assertThat(near(lagging, OMAHA, 10, NO_RADIUS))
        .extracting(NearStore::storeNumber)
        .containsExactly("1", "2");
  }

  @Test
  void shouldSkipCellsWhoseStoresAreGone() {
    // given
    StoredDynamoDb closed = StoredDynamoDb.of(List.of());
    Cell.of(OMAHA, Cell.LEVELS).location().lineage().forEach(cell -> closed.count(cell, 0));

    // when, then
    assertThat(near(closed, OMAHA, 1, NO_RADIUS)).isEmpty();
  }

  @Test
  void shouldTakeTheNewerStateOfAStoreThatIsInTwoCells() {
    // given
    Placed before = PlacedStores.placed("1", OMAHA);
    Placed moved = PlacedStores.placed("1", PlacedStores.near(OMAHA, 1, 1));
    Placed after = new Placed(withNanos(moved.store(), 2_000_000), moved.point());
    Placed older = new Placed(withNanos(moved.store(), 1), moved.point());

    // when, then
    assertThat(near(PlacedStores.in(List.of(before, after)), OMAHA, 2, NO_RADIUS))
        .isEqualTo(PlacedStores.nearest(List.of(after), OMAHA, 1, NO_RADIUS));
    assertThat(near(PlacedStores.in(List.of(before, older)), OMAHA, 2, NO_RADIUS))
        .isEqualTo(PlacedStores.nearest(List.of(before), OMAHA, 1, NO_RADIUS));
  }

  private static VersionedStore withNanos(VersionedStore store, long nanos) {
    return new VersionedStore(store.storeNumber(), new Version(nanos, 0), store.store());
  }

  @Test
  void shouldRefuseASearchOfTooManyRequests() {
    // given: cells whose stores are not in the index
    StoredDynamoDb lagging = StoredDynamoDb.of(List.of());
    for (String first : List.of("9", "c")) {
      lagging.count(Location.cell(first), 1);
      for (char a : "0123456789bcdefghjkmnpqrstuvwxyz".toCharArray()) {
        lagging.count(Location.cell(first + a), 1);
        for (char b : "0123456789bcdefghjkmnpqrstuvwxyz".toCharArray()) {
          lagging.count(Location.cell(first + a + b), 1);
        }
      }
    }

    // when, then
    assertFailsWith(
        new Problem(
            HttpStatus.BAD_REQUEST,
            "the search needs more than 1,000 requests to the table; ask for fewer"
                + " stores or a smaller radius",
            "limit"),
        () -> search(lagging, OMAHA, 1, NO_RADIUS).join());
    assertThat(lagging.takeQueried()).hasSize(NearSearch.MAX_REQUESTS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The table does not have the specified index: StoreCellIndex",
        "Cannot read from backfilling global secondary index: StoreCellIndex"
      })
  void shouldSayThatTheIndexIsMissingOrNotReady(String refusal) {
    dynamoDb.indexRefusal = refusal;
    assertFailsWith(
        new Problem(
            HttpStatus.NOT_IMPLEMENTED,
            "table stores has no index StoreCellIndex, or DynamoDB is still"
                + " building it; add it with `./stores rebuild --table stores"
                + " --add-index`, and ingest without --geo false"),
        () -> near(dynamoDb, OMAHA, 1, NO_RADIUS));
  }

  @Test
  void shouldPassOnAnyOtherRefusal() {
    dynamoDb.indexRefusal = "ExclusiveStartKey is invalid";
    assertThatThrownBy(() -> near(dynamoDb, OMAHA, 1, NO_RADIUS))
        .hasCauseInstanceOf(DynamoDbException.class);
  }

  @Test
  void shouldStopReadingWhenNobodyWaits() {
    // given
    dynamoDb.gate = new CompletableFuture<>();
    CompletableFuture<Measured<List<NearStore>>> search = search(dynamoDb, OMAHA, 10, NO_RADIUS);

    // when
    search.completeExceptionally(new TimeoutException());
    List<String> before = dynamoDb.takeQueried();
    dynamoDb.gate.complete(null);

    // then
    assertThat(before).containsExactly("#", "#9", "#9z", "#9z7", "#9z7d");
    assertThat(dynamoDb.takeQueried()).isEmpty();
  }

  private static List<NearStore> near(
      StoredDynamoDb dynamoDb, GeoPoint point, int limit, double radiusKm) {
    return search(dynamoDb, point, limit, radiusKm).join().value();
  }

  private static CompletableFuture<Measured<List<NearStore>>> search(
      StoredDynamoDb dynamoDb, GeoPoint point, int limit, double radiusKm) {
    List<CompletableFuture<Measured<List<NearStore>>>> search = new ArrayList<>();
    CompletableFuture<Measured<List<NearStore>>> reserved =
        new PageMemory()
            .reserve(
                1,
                share -> {
                  search.add(new GeoReader(dynamoDb, "stores").near(point, limit, radiusKm, share));
                  return search.get(0);
                });
    assertThat(reserved).isNotNull();
    return search.get(0);
  }

  @Provide
  static Arbitrary<GeoPoint> point() {
    Arbitrary<GeoPoint> any =
        Combinators.combine(
                Arbitraries.doubles().between(-90, 90), Arbitraries.doubles().between(-180, 180))
            .as(GeoPoint::new);
    return Arbitraries.frequencyOf(
        Tuple.of(1, any), Tuple.of(1, Arbitraries.of(PlacedStores.special())));
  }

  @Provide
  static Arbitrary<List<GeoPoint>> points() {
    return point().list().ofMaxSize(30);
  }
}
