package io.storestream.testing.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultPlanTest {

  @ParameterizedTest
  @CsvSource({
    "0, THROTTLED",
    "0.249, THROTTLED",
    "0.25, PARTLY_REFUSED",
    "0.499, PARTLY_REFUSED",
    "0.5, LOST",
    "0.749, LOST",
    "0.75,",
    "0.999,",
  })
  void shouldPickByShares(double draw, Fault fault) {
    FaultPlan plan = new FaultPlan(0.25, 0, 0.25, 0, 0, 0, 0.25, Duration.ZERO);

    assertThat(plan.pick(draw)).isEqualTo(Optional.ofNullable(fault));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 0.999})
  void shouldPickNothingOfNone(double draw) {
    assertThat(FaultPlan.none().pick(draw)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void shouldAlwaysPickTheOnlyOne(Fault fault) {
    FaultPlan plan = FaultPlan.always(fault, Duration.ZERO);

    assertThat(plan.pick(0)).hasValue(fault);
    assertThat(plan.pick(0.999)).hasValue(fault);
  }

  @ParameterizedTest
  @CsvSource({
    "-0.1, 0, 0, not a share: -0.1",
    "NaN, 0, 0, not a share: NaN",
    "0.6, 0.5, 0, shares add up to more than 1: 1.1",
    "0, 0, -1, negative delay: PT-0.001S",
  })
  void shouldRefuse(double throttled, double lost, long delayMs, String message) {
    assertThatThrownBy(
            () -> new FaultPlan(throttled, 0, 0, 0, 0, 0, lost, Duration.ofMillis(delayMs)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void shouldForgiveRoundedSums() {
    assertThat(0.7 + 0.2 + 0.1).isNotEqualTo(1);

    FaultPlan plan = new FaultPlan(0.7, 0.2, 0.1, 0, 0, 0, 0, Duration.ZERO);

    assertThat(plan.pick(0.95)).hasValue(Fault.PARTLY_REFUSED);
  }
}
