package io.storestream.model.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GeoBoxTest {

  private static final GeoBox FIJI = new GeoBox(177, -20, -178, -15);

  @Test
  void shouldCrossTheDateLine() {
    assertThat(FIJI.width()).isEqualTo(5);
    assertThat(FIJI.contains(new GeoPoint(-18, 179))).isTrue();
    assertThat(FIJI.contains(new GeoPoint(-18, -179))).isTrue();
    assertThat(FIJI.contains(new GeoPoint(-18, 180))).isTrue();
    assertThat(FIJI.contains(new GeoPoint(-18, -180))).isTrue();
    assertThat(FIJI.contains(new GeoPoint(-18, 0))).isFalse();
    assertThat(FIJI.center()).isEqualTo(new GeoPoint(-17.5, 179.5));
  }

  @Test
  void shouldKnowTheDateLineByBothNames() {
    GeoBox west = new GeoBox(-180, 0, -170, 10);
    GeoBox east = new GeoBox(170, 0, 180, 10);

    assertThat(west.contains(new GeoPoint(5, 180))).isTrue();
    assertThat(east.contains(new GeoPoint(5, -180))).isTrue();
    assertThat(west.intersects(east)).isTrue();
    assertThat(west.intersects(FIJI)).isFalse();
    assertThat(new GeoBox(-180, -16, -170, 10).intersects(FIJI)).isTrue();
  }

  @Test
  void shouldContainItsBorders() {
    GeoBox box = new GeoBox(10, 20, 30, 40);

    assertThat(box.contains(new GeoPoint(20, 10))).isTrue();
    assertThat(box.contains(new GeoPoint(40, 30))).isTrue();
    assertThat(box.contains(new GeoPoint(40.0001, 30))).isFalse();
    assertThat(GeoBox.WORLD.contains(new GeoPoint(-90, 180))).isTrue();
  }

  @Test
  void shouldBeNearestWhereTheGreatCircleMeetsIt() {
    GeoBox arctic = new GeoBox(0, 60, 45, 80);

    // Over the pole, to the middle of nothing: the corner of the north.
    assertThat(arctic.distanceKm(new GeoPoint(80, -157.5))).isCloseTo(2 * 1095.5, within(60.0));
    // From the west at 60 degrees the great circle arrives further north than it began.
    assertThat(arctic.distanceKm(new GeoPoint(60, -30)))
        .isLessThan(new GeoPoint(60, -30).distanceKm(new GeoPoint(60, 0)));
    assertThat(arctic.distanceKm(new GeoPoint(50, 20))).isCloseTo(1111.95, within(0.01));
    assertThat(arctic.distanceKm(new GeoPoint(70, 20))).isZero();
  }

  @Test
  void shouldRefuseWhatIsNoWindow() {
    assertThatIllegalArgumentException().isThrownBy(() -> new GeoBox(-181, 0, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new GeoBox(0, 0, 0, 91));
    assertThatIllegalArgumentException().isThrownBy(() -> new GeoBox(0, Double.NaN, 0, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GeoBox(0, 10, 0, 1))
        .withMessage("south is greater than north: 10.0, 1.0");
  }
}
