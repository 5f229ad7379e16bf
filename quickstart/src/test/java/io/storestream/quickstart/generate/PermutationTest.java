package io.storestream.quickstart.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermutationTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 63, 64, 65, 1_000, 4_097})
  void shouldReachEveryNumberOnce(long size) {
    Permutation permutation = new Permutation(size, 42);

    assertThat(LongStream.range(0, size).map(permutation::apply).sorted())
        .containsExactlyElementsOf(LongStream.range(0, size).boxed().toList());
  }

  @Test
  void shouldShuffleOtherwiseForAnotherSeed() {
    Permutation one = new Permutation(1_000, 1);
    Permutation other = new Permutation(1_000, 2);

    assertThat(LongStream.range(0, 1_000).filter(i -> one.apply(i) == other.apply(i)).count())
        .isLessThan(20);
  }

  @Test
  void shouldStayInRangeAtTheLargestSize() {
    Permutation permutation = new Permutation(1L << 62, 1);

    assertThat(permutation.apply((1L << 62) - 1)).isBetween(0L, (1L << 62) - 1);
  }

  @Test
  void shouldRefuseWhatIsOutOfRange() {
    assertThatThrownBy(() -> new Permutation(0, 1))
        .hasMessage("size must be from 1 to 2^62, but is 0");
    assertThatThrownBy(() -> new Permutation(10, 1).apply(10))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("value must be from 0 to 9, but is 10");
  }
}
