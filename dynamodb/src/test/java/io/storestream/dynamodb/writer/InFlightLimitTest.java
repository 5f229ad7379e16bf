package io.storestream.dynamodb.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class InFlightLimitTest {

  private final InFlightLimit limit = new InFlightLimit(64);

  @Test
  void shouldHalveOnceForRequestsThatWereOnTheirWayTogether() {
    long round = limit.round();

    limit.onCongestion(round);
    limit.onCongestion(round);
    limit.onCongestion(round);

    assertThat(limit.current()).isEqualTo(32);
  }

  @Test
  void shouldHalveAgainForARequestThatStartedAfterwards() {
    limit.onCongestion(limit.round());
    limit.onCongestion(limit.round());

    assertThat(limit.current()).isEqualTo(16);
  }

  @Test
  void shouldNeverFallBelowOne() {
    for (int i = 0; i < 100; i++) {
      limit.onCongestion(limit.round());
    }

    assertThat(limit.current()).isEqualTo(1);
  }

  @Test
  void shouldGrowByOneForAWindowOfSuccessesUpToItsMaximum() {
    limit.onCongestion(limit.round());

    for (int i = 0; i < 33; i++) {
      limit.onSuccess();
    }
    assertThat(limit.current()).isEqualTo(33);

    for (int i = 0; i < 10_000; i++) {
      limit.onSuccess();
    }
    assertThat(limit.current()).isEqualTo(64);
  }

  @Test
  void shouldRefuseAMaximumThatLetsNothingThrough() {
    assertThatIllegalArgumentException().isThrownBy(() -> new InFlightLimit(0));
  }
}
