package io.storestream.ingester.counts;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.kafka.record.LocationDelta;
import io.storestream.kafka.record.StoreVersion;
import io.storestream.model.Location;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeltaSumsTest {

  private static final Instant NOW = Instant.parse("2020-01-01T00:00:00Z");
  private static final String OMAHA = "US#NE#OMAHA";
  private static final String TORONTO = "CA#ON#TORONTO";

  private final DeltaSums sums = new DeltaSums(Duration.ofSeconds(1));

  @Test
  void shouldAddUpTheChangesOfEachRoot() {
    sums.add(StoreVersion.NOWHERE, OMAHA);
    sums.add(StoreVersion.NOWHERE, OMAHA);
    sums.add(TORONTO, "US#NE#LINCOLN");
    assertThat(sums.size()).isEqualTo(7);

    assertThat(sums.take("3", 17, NOW))
        .containsExactlyInAnyOrder(
            delta(Map.of("US", 3L, "US#NE", 3L, OMAHA, 2L, "US#NE#LINCOLN", 1L)),
            delta(Map.of("CA", -1L, "CA#ON", -1L, TORONTO, -1L)));
    assertThat(sums.size()).isZero();
    assertThat(sums.take("3", 18, NOW)).isEmpty();
  }

  /** The city and the cell of a store; only the city changes. */
  @Test
  void shouldLeaveOutWhatAStoreDoesNotLeave() {
    sums.add("US#NE#OMAHA\n#9z7dw", "US#NE#LINCOLN\n#9z7dw");

    assertThat(sums.take("3", 17, NOW))
        .containsExactly(delta(Map.of(OMAHA, -1L, "US#NE#LINCOLN", 1L)));
  }

  @Test
  void shouldSendNothingIfAllIsAsItWas() {
    sums.add(OMAHA, TORONTO);
    sums.add(TORONTO, OMAHA);

    assertThat(sums.take("3", 17, NOW)).isEmpty();
  }

  /** Else nobody could tell whether the counts of a root contain the changes of a store. */
  @Test
  void shouldSayThatTheChangesOfARootCancelOutIfThoseOfAnotherDoNot() {
    sums.add(OMAHA, "US#NE#LINCOLN");
    sums.add("US#NE#LINCOLN", OMAHA);
    sums.add(StoreVersion.NOWHERE, TORONTO);

    assertThat(sums.take("3", 17, NOW))
        .containsExactly(
            LocationDelta.ofNoChange("3", 17, Location.parse("US")),
            delta(Map.of("CA", 1L, "CA#ON", 1L, TORONTO, 1L)));
  }

  @Test
  void shouldBeDueAgainThoughTheClockIsSetBack() {
    sums.take("3", 1, NOW);
    sums.add(StoreVersion.NOWHERE, OMAHA);

    assertThat(sums.isDue(NOW.minusSeconds(3600))).isTrue();
  }

  @Test
  void shouldBeDueAtOnceAndThenOnceInAnInterval() {
    assertThat(sums.isDue(NOW)).isFalse();
    sums.add(StoreVersion.NOWHERE, OMAHA);
    assertThat(sums.isDue(NOW)).isTrue();
    sums.take("3", 1, NOW);
    assertThat(sums.isDue(NOW.plusSeconds(1))).isFalse();

    sums.add(StoreVersion.NOWHERE, OMAHA);

    assertThat(sums.isDue(NOW.plusMillis(999))).isFalse();
    assertThat(sums.isDue(NOW.plusSeconds(1))).isTrue();
  }

  @Test
  void shouldBeDueBeforeADeltaIsTooLargeForARecord() {
    sums.add(StoreVersion.NOWHERE, OMAHA);
    sums.take("3", 1, NOW);

    for (int i = 0; !sums.isDue(NOW); i++) {
      sums.add(StoreVersion.NOWHERE, "US#NE#" + "Ω".repeat(100) + i);
    }

    assertThat(sums.take("3", 2, NOW))
        .singleElement()
        .satisfies(
            delta ->
                assertThat(delta.encode().length)
                    .isBetween(DeltaSums.MAX_BYTES / 2, DeltaSums.MAX_BYTES + 1_000));
    assertThat(sums.isDue(NOW)).isFalse();
  }

  private static LocationDelta delta(Map<String, Long> changes) {
    Map<Location, Long> byLocation = new HashMap<>();
    changes.forEach((path, change) -> byLocation.put(Location.parse(path), change));
    return new LocationDelta("3", 17, byLocation);
  }
}
