package io.storestream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private Instant now = Instant.EPOCH;

  @Test
  void shouldPrintAPlainLineEveryFiveSeconds() {
    try (Progress progress = start(2000)) {
      progress.update(1);
      now = now.plusSeconds(5);
      progress.update(500);
      progress.update(501);
      now = now.plus(Duration.ofMillis(4999));
      progress.update(999);
      now = now.plusMillis(1);
      progress.update(1000);
    }

    assertThat(lines())
        .containsExactly(
            "publishing: 500 of 2,000 rows (25 %), 100/s, 15 s left",
            "publishing: 1,000 of 2,000 rows (50 %), 100/s, 10 s left");
  }

  @Test
  void shouldCountOnlyWhenNobodyKnowsTheEnd() {
    try (Progress progress = start(-1)) {
      now = now.plusSeconds(5);
      progress.update(1234);
    }

    assertThat(lines()).containsExactly("publishing: 1,234 rows, 246/s");
  }

  @Test
  void shouldSayTheTimeThatIsLeftInItsOwnUnits() {
    try (Progress progress = start(100_000)) {
      now = now.plusSeconds(10);
      progress.update(100);
      now = now.plusSeconds(10);
      progress.update(20_000);
    }

    assertThat(lines())
        .containsExactly(
            "publishing: 100 of 100,000 rows (0 %), 10/s, 2 h 46 min left",
            "publishing: 20,000 of 100,000 rows (20 %), 1,000/s, 1 min 20 s left");
  }

  private Progress start(long max) {
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    return Progress.plain("publishing", "rows", max, print, () -> now);
  }

  private Iterable<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
