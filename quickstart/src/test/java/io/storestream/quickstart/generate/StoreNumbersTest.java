package io.storestream.quickstart.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StoreNumbersTest {

  @Test
  void shouldSpreadOverTheWholeRangeWithoutRepeating() {
    StoreNumbers numbers = new StoreNumbers(1);

    assertThat(LongStream.rangeClosed(1, 100_000).mapToObj(i -> numbers.of(i * 100_000)))
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldGiveTheNumberThatIsFreeInsteadOfTheExamples() {
    // given a permutation that leads ordinal 7 to the example's number, 2651-53179
    long example = 1_651L * 190_000 + 52_179;
    StoreNumbers numbers = new StoreNumbers(i -> i == 7 ? example : i == 0 ? 190_001 : i);

    // when, then
    assertThat(numbers.of(7)).isEqualTo("1001-1001");
    assertThat(numbers.of(example - 1)).isEqualTo("2651-53178");
  }

  @Test
  void shouldEndWithinTheForm() {
    StoreNumbers numbers = new StoreNumbers(i -> i);

    assertThat(numbers.of(1)).isEqualTo("1000-1001");
    assertThat(numbers.of(StoreNumbers.COUNT - 1)).isEqualTo("91420-70183");
  }
}
