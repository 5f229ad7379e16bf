package io.storestream.ingester.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.storestream.model.AcceptedState;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.retries.api.BackoffStrategy;

class WriteQueueTest {

  private static final Instant NOW = Instant.EPOCH;
  private static final Duration DELAY = Duration.ofSeconds(1);

  private final WriteQueue queue = new WriteQueue(BackoffStrategy.fixedDelayWithoutJitter(DELAY));
  private final WriteLane lane =
      DynamoDbWriter.create(
              new FakeDynamoDb(), "table", WriteMode.CONDITIONAL, 1, new SimpleMeterRegistry())
          .openLane();

  @Test
  void shouldKeepAStoreThatFailedForItsDelay() {
    queue.offer(item("a"));
    queue.retry(queue.take(1).get(0), NOW);

    assertThat(queue.ready(NOW.plus(DELAY).minusMillis(1))).isZero();
    assertThat(queue.nextDue()).isEqualTo(NOW.plus(DELAY));
    assertThat(queue.size()).isEqualTo(1);
    assertThat(queue.ready(NOW.plus(DELAY))).isEqualTo(1);
  }

  /** Else a writer that is at its limit would wait for a time in the past: it would spin. */
  @Test
  void shouldNameNoDueTimeThatHasCome() {
    queue.offer(item("a"));
    queue.offer(item("b"));
    List<WriteQueue.Slot> both = queue.take(2);
    queue.retry(both.get(0), NOW);
    queue.retry(both.get(1), NOW.plusMillis(1));

    assertThat(queue.ready(NOW.plus(DELAY))).isEqualTo(1);
    assertThat(queue.nextDue()).isEqualTo(NOW.plus(DELAY).plusMillis(1));
    assertThat(queue.ready(NOW.plus(DELAY).plusMillis(1))).isEqualTo(2);
    assertThat(queue.nextDue()).isNull();
  }

  private PendingItem item(String storeNumber) {
    return new PendingItem(
        lane, new AcceptedState(new VersionedStore(storeNumber, new Version(1), null), NOW));
  }
}
