package io.storestream.dynamodb.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.storestream.dynamodb.request.ItemWrite;
import io.storestream.fixtures.FakeDynamoDb;
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

  private final WriteQueue queue = queue(Duration.ZERO);
  private final WriterSession session =
      DynamoDbWriter.ofStores(new FakeDynamoDb(), "table", 1, new SimpleMeterRegistry())
          .openSession();

  @Test
  void shouldKeepAStoreThatFailedForItsDelay() {
    queue.offer(item("a", 1), NOW);
    queue.retry(queue.take(1).get(0), NOW);

    assertThat(ready(queue, NOW.plus(DELAY).minusMillis(1))).isZero();
    assertThat(queue.nextDue()).isEqualTo(NOW.plus(DELAY));
    assertThat(queue.size()).isEqualTo(1);
    assertThat(ready(queue, NOW.plus(DELAY))).isEqualTo(1);
  }

  /** Else a writer that is at its limit would wait for a time in the past: it would spin. */
  @Test
  void shouldNameNoDueTimeThatHasCome() {
    queue.offer(item("a", 1), NOW);
    queue.offer(item("b", 1), NOW);
    List<WriteQueue.Slot> both = queue.take(2);
    queue.retry(both.get(0), NOW);
    queue.retry(both.get(1), NOW.plusMillis(1));

    assertThat(ready(queue, NOW.plus(DELAY))).isEqualTo(1);
    assertThat(queue.nextDue()).isEqualTo(NOW.plus(DELAY).plusMillis(1));
    assertThat(ready(queue, NOW.plus(DELAY).plusMillis(1))).isEqualTo(2);
    assertThat(queue.nextDue()).isNull();
  }

  @Test
  void shouldWriteOnceWhatChangesManyTimesWhileItLingers() {
    WriteQueue lingering = queue(DELAY);
    lingering.offer(item("a", 1), NOW);
    lingering.offer(item("a", 2), NOW.plusMillis(999));

    assertThat(ready(lingering, NOW.plusMillis(999))).isZero();
    assertThat(ready(lingering, NOW.plus(DELAY))).isEqualTo(1);
    List<WriteQueue.Slot> taken = lingering.take(2);
    assertThat(taken).hasSize(1);
    assertThat(taken.get(0).sent().write().version()).isEqualTo(new Version(0, 2));
  }

  @Test
  void shouldLingerAgainWithWhatCameWhileItWasInFlight() {
    WriteQueue lingering = queue(DELAY);
    lingering.offer(item("a", 1), NOW);
    assertThat(ready(lingering, NOW.plus(DELAY))).isEqualTo(1);
    WriteQueue.Slot slot = lingering.take(1).get(0);
    lingering.offer(item("a", 2), NOW.plus(DELAY));

    lingering.complete(slot, true, NOW.plus(DELAY).plusMillis(5));

    assertThat(lingering.nextDue()).isEqualTo(NOW.plus(DELAY).plusMillis(5).plus(DELAY));
    assertThat(lingering.size()).isEqualTo(1);
  }

  private static int ready(WriteQueue queue, Instant now) {
    queue.makeReady(now);
    return queue.ready();
  }

  private static WriteQueue queue(Duration linger) {
    return new WriteQueue(BackoffStrategy.fixedDelayWithoutJitter(DELAY), linger);
  }

  private WriteQueue.Entry item(String storeNumber, int version) {
    VersionedStore deleted = new VersionedStore(storeNumber, new Version(0, version), null);
    return new WriteQueue.Entry(
        session, new ItemWrite.StoreItem(new AcceptedState(deleted, NOW), true));
  }
}
