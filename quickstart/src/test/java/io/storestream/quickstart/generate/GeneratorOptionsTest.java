package io.storestream.quickstart.generate;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratorOptionsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0           | 0   | 0   | stores is 0, but must be from 1 to 10000000000: ask for another number of stores
          10000000001 | 0   | 0   | stores is 10000000001, but must be from 1 to 10000000000: ask for another number of stores
          1           | -1  | 0   | changes is -1.0, but is a percentage: give a number from 0 to 100, such as 2.5
          1           | NaN | 0   | changes is NaN, but is a percentage: give a number from 0 to 100, such as 2.5
          1           | 0   | 101 | closures is 101.0, but is a percentage: give a number from 0 to 100, such as 2.5
          1           | 60  | 41  | changes and closures are 60.0 and 41.0 percent, but a store either changes or closes: lower one, so that both together are at most 100
          """)
  void shouldNameWhatIsOutOfRange(long stores, double changes, double closures, String message) {
    assertThatThrownBy(() -> new GeneratorOptions(stores, 1, changes, closures))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 0", "10000000000, 60, 40", "5, 100, 0", "5, 0, 100"})
  void shouldAcceptTheEndsOfEachRange(long stores, double changes, double closures) {
    assertThatCode(() -> new GeneratorOptions(stores, 1, changes, closures))
        .doesNotThrowAnyException();
  }
}
