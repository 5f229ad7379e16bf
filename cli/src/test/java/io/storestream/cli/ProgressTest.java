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
            "publishing: 500 of 2,000 rows (25 %)", "publishing: 1,000 of 2,000 rows (50 %)");
  }

  @Test
  void shouldCountOnlyWhenNobodyKnowsTheEnd() {
    try (Progress progress = start(-1)) {
      now = now.plusSeconds(5);
      progress.update(1234);
    }

    assertThat(lines()).containsExactly("publishing: 1,234 rows");
  }

  private Progress start(long max) {
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    return Progress.plain("publishing", "rows", max, print, () -> now);
  }

  private Iterable<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
