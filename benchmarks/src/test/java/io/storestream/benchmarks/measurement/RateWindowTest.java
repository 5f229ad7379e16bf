package io.storestream.benchmarks.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateWindowTest {

  /** Samples are time in ms and items; each item takes 10 µs of CPU and 1 µs of the broker's. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a steady run            | 1000 | 0:0 1000:100 4000:400 5000:500 9500:950 10000:1000 | 100
          a slow start            | 1000 | 0:0 9000:400 9550:950 10000:1000                   | 1000
          a slow end              | 1000 | 0:0 400:400 950:950 60000:1000                     | 1000
          nothing inside          | 1000 | 0:0 1000:390 2000:960 3000:1000                    | 570
          all between two samples | 1000 | 0:0 3000:0 3100:1000                               | 10000
          a pause at the start    | 1000 | 0:0 1000:0 2000:0 3000:0 4000:1000                 | 1000
          before the last pass    | 1000 | 0:-2000 5000:-900 6000:300 7000:1000               | 700
          """)
  void shouldTakeTheRateBetween40And95Percent(
      String description, long total, String samples, double expected) {
    RateWindow window = RateWindow.of(parse(samples), total);

    assertThat(window.itemsPerSecond()).isCloseTo(expected, within(1e-6));
    assertThat(window.cpuMicros()).isEqualTo(10);
    assertThat(window.brokerMicros()).isEqualTo(1);
  }

  @Test
  void shouldRefuseARunThatDidNotEnd() {
    assertThatThrownBy(() -> RateWindow.of(parse("0:0 1000:900"), 1000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the run did not end");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          steady from the start   | 1000 | 0:0 1000:100 2000:200 4000:400 9500:950 10000:1000     | 1000
          late                    | 1000 | 0:0 5000:0 6000:10 7000:60 8000:160 10400:400 16000:960 | 7000
          a burst is not steady   | 1000 | 0:0 100:20 900:20 1000:20 2000:70 8000:400 13500:950    | 2000
          done within a second    | 1000 | 0:0 200:400 500:1000                                   | 500
          """)
  void shouldTakeTheTimeUntilHalfTheRate(
      String description, long total, String samples, long expectedMs) {
    List<Sample> parsed = parse(samples);

    assertThat(RateWindow.of(parsed, total).timeToHalf(parsed))
        .isEqualTo(Duration.ofMillis(expectedMs));
  }

  @Test
  void shouldBecomeAResult() {
    RateWindow window = RateWindow.of(parse("0:0 1000:1000"), 1000);

    assertThat(window.toResult("first-load", "flink", 1000))
        .isEqualTo(
            new Result(
                "first-load",
                "flink",
                Unit.PER_SECOND,
                1000,
                1000,
                OptionalDouble.of(10),
                OptionalDouble.of(1)));
  }

  private static List<Sample> parse(String samples) {
    List<Sample> parsed = new ArrayList<>();
    for (String sample : samples.strip().split(" ", -1)) {
      String[] parts = sample.split(":", -1);
      long items = Long.parseLong(parts[1]);
      parsed.add(
          new Sample(
              Duration.ofMillis(Long.parseLong(parts[0])),
              items,
              Duration.ofNanos((items + 2000) * 10_000),
              Duration.ofNanos((items + 2000) * 1_000)));
    }
    return parsed;
  }
}
