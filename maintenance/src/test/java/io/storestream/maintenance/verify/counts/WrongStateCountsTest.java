package io.storestream.maintenance.verify.counts;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.kafka.record.LocationDelta;
import io.storestream.model.Location;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WrongStateCountsTest {

  @Test
  void shouldCorrectEachRootByTheDifference() {
    assertThat(
            wrong(Map.of("US", of(7, 3), "US#NE", of(0, 3), "SG##", of(5, 0), "#9z", of(2, 1)), 4)
                .corrections())
        .containsExactlyInAnyOrder(
            new LocationDelta(
                "repair", 5, Map.of(Location.parse("US"), -4L, Location.parse("US#NE"), 3L)),
            new LocationDelta("repair", 5, Map.of(Location.parse("SG##"), -5L)),
            new LocationDelta("repair", 5, Map.of(Location.parse("#9z"), -1L)));
  }

  @Test
  void shouldNumberTheRecordsOfACountryThatHasMany() {
    Map<String, WrongStateCounts.Wrong> many =
        IntStream.range(0, 20_000)
            .mapToObj(it -> "US#NE#CITY %05d".formatted(it))
            .collect(Collectors.toMap(it -> it, it -> of(1, 0)));

    List<LocationDelta> corrections = wrong(many, 0).corrections();

    assertThat(corrections).hasSizeGreaterThan(1);
    assertThat(corrections.stream().map(LocationDelta::sequence))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, corrections.size()).mapToObj(Long::valueOf).toList());
    assertThat(corrections).allMatch(it -> it.encode().length <= 256 * 1024);
    assertThat(corrections.stream().mapToLong(it -> it.changes().size()).sum()).isEqualTo(20_000);
  }

  /** A changelog that is compacted while it is read may lack a record. */
  @Test
  void shouldConfirmOnlyWhatASecondCheckHasFoundToo() {
    WrongStateCounts first =
        wrong(Map.of("US", of(7, 3), "US#NE", of(0, 3), "CA", of(1, 2), "SG", of(4, 5)), 4);
    WrongStateCounts second =
        wrong(Map.of("US", of(9, 5), "US#NE", of(0, 4), "FR", of(1, 2), "SG", of(4, 5)), 6);

    assertThat(first.confirmedBy(second).corrections())
        .containsExactlyInAnyOrder(
            new LocationDelta("repair", 7, Map.of(Location.parse("US"), -4L)),
            new LocationDelta("repair", 7, Map.of(Location.parse("SG"), 1L)));
  }

  private static WrongStateCounts wrong(Map<String, WrongStateCounts.Wrong> byPath, long repairs) {
    return new WrongStateCounts(new TreeMap<>(byPath), root -> repairs);
  }

  private static WrongStateCounts.Wrong of(long actual, long right) {
    return new WrongStateCounts.Wrong(actual, right);
  }
}
