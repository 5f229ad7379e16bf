package io.storestream.dynamodb.writer;

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
          # in flight, ready, sends
          0, 0, false
          0, 1, true
          0, 25, true
          1, 24, false
          1, 25, true
          1, 26, true
          2, 25, false
          """)
  void shouldSendWhatIsFullOrAlone(int inFlight, int ready, boolean sends) {
    for (int i = 0; i < inFlight; i++) {
      pace.onSend();
    }
    now += PARTIAL_INTERVAL_NANOS;

    long nanos = pace.nanosUntilSend(ready);

    assertThat(nanos <= 0).isEqualTo(sends);
    assertThat(nanos == Long.MAX_VALUE).as("waits for a change").isEqualTo(!sends);
    assertThat(pace.inFlight()).isEqualTo(inFlight);
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
  void shouldKeepToTheLimitAfterCongestion() {
    pace.onSend();
    limit.onCongestion(limit.round());

    assertThat(pace.nanosUntilSend(MAX_ITEMS)).isEqualTo(Long.MAX_VALUE);
  }
}
