package io.storestream.kafka.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.model.Version;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RunningCountTest {

  private static final Instant NOW = Instant.ofEpochMilli(5);

  @Test
  void shouldBeginWithTheClock() {
    assertThat(RunningCount.after(null, 1, NOW))
        .isEqualTo(new RunningCount(new Version(5_000_000, 0), 1, 0));
  }

  @Test
  void shouldMoveOnWithTheClock() {
    assertThat(RunningCount.after(new RunningCount(new Version(4_000_007, 3), 3, 0), -1, NOW))
        .isEqualTo(new RunningCount(new Version(5_000_000, 0), 2, 0));
  }

  @Test
  void shouldMoveOnThoughTheClockDoesNot() {
    assertThat(RunningCount.after(new RunningCount(new Version(5_000_000, 0), 3, 0), 1, NOW))
        .isEqualTo(new RunningCount(new Version(5_000_000, 1), 4, 0));
    assertThat(RunningCount.after(new RunningCount(new Version(9_000_000, 999_999), 3, 0), 1, NOW))
        .isEqualTo(new RunningCount(new Version(9_000_001, 0), 4, 0));
  }

  @Test
  void shouldMoveAboveAnotherVersionAndCountTheSame() {
    assertThat(new RunningCount(new Version(0, 5), 3, 0).above(new Version(0, 9)))
        .isEqualTo(new RunningCount(new Version(0, 10), 3, 0));
  }
}
