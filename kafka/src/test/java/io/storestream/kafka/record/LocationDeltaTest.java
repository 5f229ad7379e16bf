package io.storestream.kafka.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.storestream.model.Location;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocationDeltaTest {

  private static final Location OMAHA = Location.parse("US#NE#OMAHA");
  private static final Location LINCOLN = Location.parse("US#NE#LINCOLN");
  private static final Location DENVER = Location.parse("US#CO#DENVER");
  private static final Location TORONTO = Location.parse("CA#ON#TORONTO");

  @Test
  void shouldCountAStoreThatOpensAtAllLevels() {
    assertThat(LocationDelta.between(List.of(), List.of(OMAHA)).values())
        .containsExactly(Map.of(at("US"), 1L, at("US#NE"), 1L, OMAHA, 1L));
  }

  @Test
  void shouldCountAStoreThatClosesAtAllLevels() {
    assertThat(LocationDelta.between(List.of(OMAHA), List.of()).values())
        .containsExactly(Map.of(at("US"), -1L, at("US#NE"), -1L, OMAHA, -1L));
  }

  @Test
  void shouldTouchOnlyTheLevelsThatAMoveChanges() {
    assertThat(LocationDelta.between(List.of(OMAHA), List.of(LINCOLN)).values())
        .containsExactly(Map.of(OMAHA, -1L, LINCOLN, 1L));
    assertThat(LocationDelta.between(List.of(OMAHA), List.of(DENVER)).values())
        .containsExactly(Map.of(at("US#NE"), -1L, OMAHA, -1L, at("US#CO"), 1L, DENVER, 1L));
  }

  @Test
  void shouldTellTheTwoCountriesOfAMoveApart() {
    assertThat(LocationDelta.between(List.of(OMAHA), List.of(TORONTO)).values())
        .containsExactly(
            Map.of(at("US"), -1L, at("US#NE"), -1L, OMAHA, -1L),
            Map.of(at("CA"), 1L, at("CA#ON"), 1L, TORONTO, 1L));
  }

  @Test
  void shouldTellPlacesAndCellsApart() {
    assertThat(LocationDelta.between(List.of(), List.of(LINCOLN, at("#9z70x"))).values())
        .containsExactly(
            Map.of(at("US"), 1L, at("US#NE"), 1L, LINCOLN, 1L),
            Map.of(at("#9"), 1L, at("#9z"), 1L, at("#9z7"), 1L, at("#9z70"), 1L, at("#9z70x"), 1L));
  }

  @Test
  void shouldTouchOnlyTheHierarchyInWhichAStoreMoves() {
    assertThat(
            LocationDelta.between(List.of(OMAHA, at("#9z7dr")), List.of(OMAHA, at("#9z7dx")))
                .values())
        .containsExactly(Map.of(at("#9z7dr"), -1L, at("#9z7dx"), 1L));
    assertThat(
            LocationDelta.between(List.of(OMAHA, at("#9z7dr")), List.of(LINCOLN, at("#9z7dr")))
                .values())
        .containsExactly(Map.of(OMAHA, -1L, LINCOLN, 1L));
    assertThat(LocationDelta.between(List.of(OMAHA, at("#9")), List.of(OMAHA)).values())
        .containsExactly(Map.of(at("#9"), -1L));
  }

  @Test
  void shouldSayNothingOfAStoreThatStays() {
    assertThat(LocationDelta.between(List.of(OMAHA), List.of(OMAHA))).isEmpty();
    assertThat(LocationDelta.between(List.of(), List.of())).isEmpty();
  }

  @Test
  void shouldBeKeyedByTheRoot() {
    assertThat(key("US#NE#OMAHA")).isEqualTo("US");
    assertThat(key("CA")).isEqualTo("CA");
    assertThat(key("A%23B##")).isEqualTo("A%23B");
    assertThat(key("*#S#")).isEqualTo("%2A");
    assertThat(key("#9z7dr")).isEqualTo("#9");
  }

  @Test
  void shouldComeBackFromARecord() {
    LocationDelta delta =
        new LocationDelta(
            "repair-17",
            42,
            Map.of(at("SG"), -3L, at("SG#"), 1L, at("SG##"), 2L, at("#w21zd"), 1L));

    assertThat(LocationDelta.decode(delta.encode())).isEqualTo(delta);
  }

  @Test
  void shouldSaySourceAndSequenceAndThenEachChange() {
    Map<Location, Long> move =
        LocationDelta.between(List.of(OMAHA), List.of(LINCOLN)).values().iterator().next();
    LocationDelta delta = new LocationDelta("3", 42, move);

    assertThat(new String(delta.encode(), UTF_8))
        .isEqualTo("42 3\n-1 US#NE#OMAHA\n1 US#NE#LINCOLN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "US", "42 3", "x 3\n1 US", "42 3\n1", "42 3\nx US", "42 3\n1 US\n"})
  void shouldRefuseWhatIsNoDelta(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LocationDelta.decode(value.getBytes(UTF_8)));
  }

  private static String key(String path) {
    return new String(new LocationDelta("0", 1, Map.of(at(path), 1L)).key(), UTF_8);
  }

  private static Location at(String path) {
    return Location.parse(path);
  }
}
