package io.storestream.maintenance.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.fixtures.CapturedLog;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class FollowLogTest {

  private static final Duration A_MINUTE = Duration.ofMinutes(1);

  private final RebuildFigures figures = RebuildFigures.create();
  private Instant now = Instant.EPOCH;

  @Test
  void shouldSayWhatCameInOnceInAnInterval() {
    figures.stores().onWritten();
    FollowLog follow = new FollowLog("Copy", figures, A_MINUTE, () -> now);
    try (CapturedLog log = new CapturedLog(Rebuild.class)) {
      // when: nothing came in since the table was complete
      now = now.plus(A_MINUTE);
      follow.logIfDue();

      // then
      assertThat(log.lines()).isEmpty();

      // when
      figures.stores().onWritten();
      follow.logIfDue();
      figures.counts().onWritten();
      figures.stores().onNewerInTable();
      follow.logIfDue();

      // then
      String first =
          "INFO Table Copy follows: 2 stores and 0 counts written so far, 0 newer in the table";
      assertThat(log.lines()).containsExactly(first);

      // when
      now = now.plus(A_MINUTE);
      follow.logIfDue();
      now = now.plus(A_MINUTE);
      follow.logIfDue();

      // then
      assertThat(log.lines())
          .containsExactly(
              first,
              "INFO Table Copy follows: 2 stores and 1 counts written so far, 1 newer in the table");
    }
  }
}
