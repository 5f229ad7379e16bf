package io.storestream.benchmarks.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentileTest {

  @ParameterizedTest
  @CsvSource({
    "1, 0.50, 1",
    "1, 0.99, 1",
    "2, 0.50, 1",
    "3, 0.50, 2",
    "100, 0.99, 99",
    "101, 0.99, 100"
  })
  void shouldTakeTheNearestRank(int values, double part, long expectedMs) {
    assertThat(
            Latency.percentile(
                LongStream.rangeClosed(1, values).mapToObj(Duration::ofMillis).toList(), part))
        .isEqualTo(Duration.ofMillis(expectedMs));
  }
}
