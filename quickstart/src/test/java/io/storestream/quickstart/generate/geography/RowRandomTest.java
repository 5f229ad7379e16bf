package io.storestream.quickstart.generate.geography;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.quickstart.generate.geography.RowRandom.Purpose;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RowRandomTest {

  /** The first numbers that the published SplitMix64 gives for seed 0. */
  @Test
  void shouldBeSplitMix64() {
    assertThat(LongStream.rangeClosed(1, 3).map(i -> RowRandom.mix(i * RowRandom.GOLDEN_GAMMA)))
        .containsExactly(0xE220A8397B1DCDAFL, 0x6E789E6AA1B965F4L, 0x06C45D188009454FL);
  }

  @Test
  void shouldStayWithinBounds() {
    RowRandom random = new RowRandom(1, 2, Purpose.ROW);

    for (int i = 0; i < 10_000; i++) {
      assertThat(random.nextInt(7)).isBetween(0, 6);
      assertThat(random.nextInt(Integer.MAX_VALUE)).isNotNegative();
      assertThat(random.around(3)).isBetween(-3, 3);
    }
  }

  @Test
  void shouldDifferBySeedOrdinalAndPurpose() {
    assertThat(
            new int[] {
              new RowRandom(1, 1, Purpose.ROW).nextInt(1 << 30),
              new RowRandom(2, 1, Purpose.ROW).nextInt(1 << 30),
              new RowRandom(1, 2, Purpose.ROW).nextInt(1 << 30),
              new RowRandom(1, 1, Purpose.CHANGE).nextInt(1 << 30),
              new RowRandom(1, 1, Purpose.CITY).nextInt(1 << 30)
            })
        .doesNotHaveDuplicates();
  }
}
