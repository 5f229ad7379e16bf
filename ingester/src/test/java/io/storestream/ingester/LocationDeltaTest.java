package io.storestream.ingester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.storestream.model.Location;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

class LocationDeltaTest {

  private static final String OMAHA = "US#NE#OMAHA";
  private static final String LINCOLN = "US#NE#LINCOLN";
  private static final String DENVER = "US#CO#DENVER";
  private static final String TORONTO = "CA#ON#TORONTO";

  @Test
  void shouldCountAStoreThatOpensAtAllLevels() {
    assertThat(changes("", OMAHA))
        .isEqualTo(
            List.of(
                Map.of(place("US"), 1L, place("US", "NE"), 1L, place("US", "NE", "OMAHA"), 1L)));
  }

  @Test
  void shouldCountAStoreThatClosesAtAllLevels() {
    assertThat(changes(OMAHA, ""))
        .isEqualTo(
            List.of(
                Map.of(place("US"), -1L, place("US", "NE"), -1L, place("US", "NE", "OMAHA"), -1L)));
  }

  @Test
  void shouldTouchOnlyTheLevelsThatAMoveChanges() {
    assertThat(changes(OMAHA, LINCOLN))
        .isEqualTo(
            List.of(Map.of(place("US", "NE", "OMAHA"), -1L, place("US", "NE", "LINCOLN"), 1L)));
    assertThat(changes(OMAHA, DENVER))
        .isEqualTo(
            List.of(
                Map.of(
                    place("US", "NE"), -1L,
                    place("US", "NE", "OMAHA"), -1L,
                    place("US", "CO"), 1L,
                    place("US", "CO", "DENVER"), 1L)));
  }

  @Test
  void shouldTellTheTwoCountriesOfAMoveApart() {
    assertThat(LocationDelta.between(OMAHA, TORONTO))
        .containsExactly(new LocationDelta(OMAHA, ""), new LocationDelta("", TORONTO));
  }

  @Test
  void shouldSayNothingOfAStoreThatStays() {
    assertThat(LocationDelta.between(OMAHA, OMAHA)).isEmpty();
    assertThat(LocationDelta.between("", "")).isEmpty();
  }

  @Test
  void shouldBeKeyedByTheCountry() {
    assertThat(key(new LocationDelta(OMAHA, LINCOLN))).isEqualTo("US");
    assertThat(key(new LocationDelta("", TORONTO))).isEqualTo("CA");
    assertThat(key(new LocationDelta("A%23B##", ""))).isEqualTo("A%23B");
  }

  @Test
  void shouldComeBackFromARecord() {
    for (LocationDelta delta :
        List.of(
            new LocationDelta(OMAHA, ""),
            new LocationDelta("", "SG##"),
            new LocationDelta(OMAHA, LINCOLN))) {
      assertThat(LocationDelta.decode(value(delta))).isEqualTo(delta);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LocationDelta.decode("US".getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Map<Location, Long>> changes(String from, String to) {
    return LocationDelta.between(from, to).stream().map(LocationDelta::changes).toList();
  }

  private static String key(LocationDelta delta) {
    return new String(delta.toRecord(0).key(), StandardCharsets.UTF_8);
  }

  private static byte[] value(LocationDelta delta) {
    Record<byte[], Routed> record = delta.toRecord(0);
    return ((Routed.Counted) record.value()).value();
  }

  private static Location place(String... names) {
    return new Location(List.of(names));
  }
}
