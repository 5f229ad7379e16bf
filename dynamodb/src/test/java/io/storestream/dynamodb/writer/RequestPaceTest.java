package io.storestream.dynamodb.writer;

import static io.storestream.dynamodb.writer.RequestPace.OVERDUE_NANOS;
import static io.storestream.dynamodb.writer.RequestPace.PARTIAL_INTERVAL_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestPaceTest {

  private static final int MAX_ITEMS = 25;

  private long now = -3;
  private final InFlightLimit limit = new InFlightLimit(2);
  private final RequestPace pace = new RequestPace(MAX_ITEMS, limit, () -> now);

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # in flight, ready, what comes next
          0, 0, CHANGE
          0, 1, REQUEST
          0, 25, REQUEST
          1, 0, TIME
          1, 24, TIME
          1, 25, REQUEST
          1, 26, REQUEST
          2, 1, CHANGE
          2, 25, CHANGE
          """)
  void shouldSendWhatIsFullOrAlone(int inFlight, int ready, Next next) {
    for (int i = 0; i < inFlight; i++) {
      pace.onSend();
    }
    now += PARTIAL_INTERVAL_NANOS;

    assertThat(Next.after(pace.nanosUntilSend(ready))).isEqualTo(next);
    assertThat(pace.inFlight()).isEqualTo(inFlight);
  }

  private enum Next {
    REQUEST,
    TIME,
    CHANGE;

    static Next after(long nanos) {
      if (nanos <= 0) {
        return REQUEST;
      }
      return nanos == Long.MAX_VALUE ? CHANGE : TIME;
    }
  }

  @Test
  void shouldSendTheFirstRequestAtOnce() {
    assertThat(pace.nanosUntilSend(1)).isNotPositive();
  }

  @Test
  void shouldLetFewItemsWaitForMoreAfterTheLastRequest() {
    pace.onSend();
    now += 2;
    pace.onAnswer();

    assertThat(pace.nanosUntilSend(MAX_ITEMS - 1)).isEqualTo(PARTIAL_INTERVAL_NANOS - 2);
    assertThat(pace.nanosUntilSend(MAX_ITEMS)).isZero();
  }

  @Test
  void shouldNotLetFewItemsWaitLongForARequestThatIsNotAnswered() {
    pace.onSend();
    now += PARTIAL_INTERVAL_NANOS;
    assertThat(pace.nanosUntilSend(1)).isEqualTo(OVERDUE_NANOS - PARTIAL_INTERVAL_NANOS);

    now += OVERDUE_NANOS - PARTIAL_INTERVAL_NANOS;

    assertThat(pace.nanosUntilSend(1)).isNotPositive();
  }

  @Test
  void shouldKeepToTheLimitAfterCongestion() {
    pace.onSend();
    limit.onCongestion(limit.round());

    assertThat(pace.nanosUntilSend(MAX_ITEMS)).isEqualTo(Long.MAX_VALUE);
  }
}
