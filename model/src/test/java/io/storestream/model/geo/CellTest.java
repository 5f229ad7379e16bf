package io.storestream.model.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.storestream.model.Location;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CellTest {

  private static final GeoPoint OMAHA = new GeoPoint(41.2353, -96.1197);

  @Test
  void shouldBeOneOfTheLevelAbove() {
    List<String> lineage =
        Cell.of(OMAHA, 5).location().lineage().stream().map(it -> Cell.of(it).geohash()).toList();

    assertThat(lineage).containsExactly("9", "9z", "9z7", "9z7d", "9z7ds");
  }

  @Test
  void shouldBeginTheGeohashOfItsPoints() {
    assertThat(Cell.geohash(OMAHA)).isEqualTo("9z7dsdxv09hc");
    for (int level = 1; level <= Cell.LEVELS; level++) {
      assertThat(Cell.geohash(OMAHA)).startsWith(Cell.of(OMAHA, level).geohash());
    }
  }

  @Test
  void shouldNeedBothCoordinates() {
    StoreBuilder store =
        new StoreBuilder()
            .storeNumber("1")
            .set(StoreField.COUNTRY, "US")
            .set(StoreField.LATITUDE, "41.2353");

    assertThat(Cell.of(store.build())).isEmpty();
    assertThat(Cell.of(store.set(StoreField.LONGITUDE, "-96.1197").build()))
        .contains(new Cell("9z7ds"));
  }

  @Test
  void shouldRefuseWhatIsNoCell() {
    for (String geohash : List.of("", "a", "9Z", "9z7ds1")) {
      assertThatIllegalArgumentException().isThrownBy(() -> new Cell(geohash));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Cell.of(new Location(List.of("US"))));
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void shouldContainItsPoints(
      @ForAll("points") GeoPoint point, @ForAll @IntRange(min = 1, max = 5) int level) {
    GeoBox box = Cell.of(point, level).box();

    assertThat(box.contains(point)).isTrue();
    assertThat(box.distanceKm(point)).isZero();
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void shouldBeNoFartherThanAnyOfItsPoints(
      @ForAll("points") GeoPoint from, @ForAll("points") GeoPoint to) {
    for (int level = 1; level <= Cell.LEVELS; level++) {
      assertThat(Cell.of(to, level).box().distanceKm(from))
          .isLessThanOrEqualTo(from.distanceKm(to));
    }
  }

  /** Points of the border, 500 a side, are at most half of a step from the nearest one. */
  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void shouldBeAsFarAsTheNearestPointOfItsBorder(
      @ForAll("points") GeoPoint from,
      @ForAll("points") GeoPoint to,
      @ForAll @IntRange(min = 1, max = 5) int level) {
    GeoBox box = Cell.of(to, level).box();
    int steps = 500;
    double nearest =
        IntStream.rangeClosed(0, steps)
            .mapToDouble(
                i -> {
                  double latitude = box.south() + box.height() * i / steps;
                  double longitude = box.west() + box.width() * i / steps;
                  return Stream.of(
                          new GeoPoint(latitude, box.west()),
                          new GeoPoint(latitude, box.east()),
                          new GeoPoint(box.south(), longitude),
                          new GeoPoint(box.north(), longitude))
                      .mapToDouble(from::distanceKm)
                      .min()
                      .orElseThrow();
                })
            .min()
            .orElseThrow();
    double step = Math.max(box.width(), box.height()) / steps * 111.2;

    if (!box.contains(from)) {
      assertThat(box.distanceKm(from)).isBetween(nearest - step, nearest);
    }
  }

  /** Anywhere, and often on poles, the date line and the borders of cells. */
  @Provide
  Arbitrary<GeoPoint> points() {
    return Combinators.combine(degrees(90), degrees(180)).as(GeoPoint::new);
  }

  private static Arbitrary<Double> degrees(int limit) {
    Arbitrary<Double> anywhere =
        Arbitraries.doubles().between(-limit, limit).ofScale(7).withoutEdgeCases();
    Arbitrary<Double> borders =
        Arbitraries.integers().between(-32, 32).map(i -> limit * i / 32.0).withoutEdgeCases();
    return Arbitraries.oneOf(anywhere, borders);
  }
}
