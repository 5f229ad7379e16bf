package io.storestream.ingester.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PendingLimitTest {

  private static final int MAX = 10;

  private int waiting;
  private int waitingCounts;
  private boolean paused;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Pauses pauses = new Pauses(() -> paused = true, () -> paused = false, registry);
  private final PendingLimit limit = limit(MAX);

  @AfterEach
  void close() {
    limit.close();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # waiting before, paused then, waiting, paused
          0, false, 9, false
          0, false, 10, true
          0, false, 11, true
          10, true, 9, true
          10, true, 6, true
          10, true, 5, false
          10, true, 0, false
          """)
  void shouldPauseAtTheLimitUntilHalfOfItIsLeft(
      int before, boolean pausedBefore, int now, boolean pausedNow) {
    waiting = before;
    limit.check();
    assertThat(paused).isEqualTo(pausedBefore);

    waiting = now;
    limit.check();

    assertThat(paused).isEqualTo(pausedNow);
    assertThat(registry.get("storestream.paused").gauge().value()).isEqualTo(pausedNow ? 1 : 0);
  }

  @Test
  void shouldPauseAgain() {
    for (int round = 0; round < 3; round++) {
      waiting = MAX;
      limit.check();
      assertThat(paused).isTrue();

      waiting = 0;
      limit.check();
      assertThat(paused).isFalse();
    }
  }

  @Test
  void shouldNotEndThePauseOfAnotherCause() {
    waiting = MAX;
    limit.check();
    pauses.begin("another");

    waiting = 0;
    limit.check();
    assertThat(paused).isTrue();

    pauses.end("another");
    assertThat(paused).isFalse();
  }

  @Test
  void shouldGoOnFromALimitOfOne() {
    try (PendingLimit one = limit(1)) {
      waiting = 1;
      one.check();
      assertThat(paused).isTrue();

      waiting = 0;
      one.check();
      assertThat(paused).isFalse();
    }
  }

  /** Else a table of counts that takes nothing could keep the stores waiting for ever. */
  @Test
  void shouldLetEachTableEndItsPause() {
    waitingCounts = MAX - 1;
    waiting = MAX;
    limit.check();
    assertThat(paused).isTrue();

    waiting = MAX / 2;
    limit.check();
    assertThat(paused).isFalse();
  }

  @Test
  void shouldPauseForEitherTable() {
    waiting = MAX;
    waitingCounts = MAX;
    limit.check();

    waiting = 0;
    limit.check();
    assertThat(paused).isTrue();

    waitingCounts = 0;
    limit.check();
    assertThat(paused).isFalse();
  }

  private PendingLimit limit(int max) {
    return new PendingLimit(
        max, Map.of("stores", () -> waiting, "counts", () -> waitingCounts), pauses);
  }
}
