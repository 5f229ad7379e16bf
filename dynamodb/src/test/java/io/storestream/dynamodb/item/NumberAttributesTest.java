package io.storestream.dynamodb.item;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class NumberAttributesTest {

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "0.00,0",
    "-0,0",
    "100,100",
    "0100,100",
    "+100,100",
    "1E+2,100",
    "100.0,100",
    "-1.50,-1.5",
    "1485907200123456789000001,1485907200123456789000001",
    "1.4859072E+24,1485907200000000000000000",
    "1E-2,0.01"
  })
  void shouldSpellEachNumberInOneWay(String spelling, String canonical) {
    assertThat(NumberAttributes.canonical(spelling)).isEqualTo(canonical);
    assertThat(NumberAttributes.canonical(fromN(spelling))).isEqualTo(fromN(canonical));
  }

  @Test
  void shouldTouchNumbersOfAnItemAlone() {
    Map<String, AttributeValue> item =
        Map.of("N", fromN("1E+2"), "S", fromS("1E+2"), "L", AttributeValue.fromL(List.of()));

    assertThat(NumberAttributes.canonical(item))
        .isEqualTo(
            Map.of(
                "N", fromN("100"),
                "S", fromS("1E+2"),
                "L", AttributeValue.fromL(List.of())));
  }

  @ParameterizedTest
  @CsvSource({"12,12", "1.2E+1,12", "12.0,12", "-3,-3"})
  void shouldReadAWholeNumber(String spelling, long number) {
    assertThat(NumberAttributes.wholeNumber(fromN(spelling))).isEqualTo(OptionalLong.of(number));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "1E-130", "1E+125", "9223372036854775808", "no number"})
  void shouldTakeNothingElseForAWholeNumber(String text) {
    assertThat(NumberAttributes.wholeNumber(fromN(text))).isEmpty();
    assertThat(NumberAttributes.wholeNumber(fromS("1"))).isEmpty();
    assertThat(NumberAttributes.wholeNumber(null)).isEmpty();
  }
}
