package io.storestream.ingester.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ThreadReplacementsTest {

  private Instant now = Instant.EPOCH;
  private final ThreadReplacements replacements = new ThreadReplacements(() -> now);

  @Test
  void shouldGiveUpWhenThreadsFailAgainAndAgain() {
    for (int i = 0; i < ThreadReplacements.MAX; i++) {
      assertThat(replacements.tryReplace()).isTrue();
      now = now.plusSeconds(1);
    }

    assertThat(replacements.tryReplace()).isFalse();
  }

  @Test
  void shouldForgetWhatIsLongPast() {
    for (int i = 0; i < 20; i++) {
      assertThat(replacements.tryReplace()).isTrue();
      now = now.plus(ThreadReplacements.WINDOW);
    }
  }
}
