package io.storestream.quickstart.generate.geography;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "5, 0.05",
    "-5, -0.05",
    "10, 0.1",
    "4123, 41.23",
    "-9610, -96.1",
    "-18000, -180"
  })
  void shouldWriteDegreesWithoutClosingZeros(int hundredths, String expected) {
    assertThat(Site.degrees(hundredths)).isEqualTo(expected);
  }
}
