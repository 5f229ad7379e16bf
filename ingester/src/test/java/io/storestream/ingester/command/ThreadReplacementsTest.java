package io.storestream.ingester.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Instant;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ThreadReplacementsTest {

  private final Throwable passing = new TimeoutException("a broker was away");

  private Instant now = Instant.EPOCH;
  private final ThreadReplacements replacements = new ThreadReplacements(() -> now);

  @Test
  void shouldGiveUpWhenThreadsFailAgainAndAgain() {
    for (int i = 0; i < ThreadReplacements.MAX; i++) {
      assertThat(replacements.tryReplaceAfter(passing)).isTrue();
      now = now.plusSeconds(1);
    }

    assertThat(replacements.tryReplaceAfter(passing)).isFalse();
  }

  @Test
  void shouldForgetWhatIsLongPast() {
    for (int i = 0; i < 20; i++) {
      assertThat(replacements.tryReplaceAfter(passing)).isTrue();
      now = now.plus(ThreadReplacements.WINDOW);
    }
  }

  @ParameterizedTest
  @MethodSource
  void shouldReplaceOnlyAfterErrorsThatPass(Throwable error, boolean passes) {
    assertThat(replacements.tryReplaceAfter(error)).isEqualTo(passes);
    assertThat(replacements.tryReplaceAfter(new StreamsException("outer", error)))
        .isEqualTo(passes);
  }

  static Stream<Arguments> shouldReplaceOnlyAfterErrorsThatPass() {
    return Stream.of(
        arguments(new TimeoutException("a broker was away"), true),
        arguments(new InvalidTxnStateException("paused until the transaction had ended"), true),
        arguments(new RecordTooLargeException("for ever"), false),
        arguments(new TopicAuthorizationException("topic"), false),
        arguments(new IllegalStateException("a bug"), false));
  }
}
