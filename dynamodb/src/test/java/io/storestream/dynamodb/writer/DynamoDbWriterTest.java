package io.storestream.dynamodb.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Timer;
import io.storestream.dynamodb.request.WriteOperation;
import io.storestream.dynamodb.request.WriteResult;
import io.storestream.fixtures.FakeDynamoDb;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.retries.api.BackoffStrategy;

class DynamoDbWriterTest extends WriterSuite {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Test
  void shouldWriteAndAcknowledge() throws InterruptedException {
    WriterSession session = writer.openSession();

    submit(session, state("a", 1), ACCEPTED);
    FakeDynamoDb.Call call = dynamoDb.nextCall();
    assertThat(call.table()).isEqualTo("table");
    assertThat(call.states()).containsExactly("a@1");
    assertThat(writer.pending()).isEqualTo(1);
    call.succeed();

    awaitAcknowledged(session, written("a", 1));
    await().until(() -> writer.pending() == 0);
    assertThat(writer.written()).isEqualTo(1);
    assertThat(writer.requests()).isEqualTo(1);
  }

  @Test
  void shouldHaveOneWriteOfAStoreInFlightAndSendOnlyTheNewestAfterIt() throws InterruptedException {
    WriterSession session = writer.openSession();

    submit(session, state("a", 1), ACCEPTED);
    FakeDynamoDb.Call first = dynamoDb.nextCall();
    submit(session, state("a", 2), ACCEPTED);
    submit(session, state("a", 3), ACCEPTED);
    submit(session, state("b", 1), ACCEPTED);
    assertThat(dynamoDb.nextCall().states()).containsExactly("b@1"); // not a@2
    first.succeed();

    FakeDynamoDb.Call second = dynamoDb.nextCall();
    assertThat(second.states()).containsExactly("a@3");
    second.succeed();
    awaitAcknowledged(session, written("a", 1), written("a", 3));
    assertThat(dynamoDb.callsLeft()).isZero();
  }

  @Test
  void shouldBoundWhatIsInFlight() throws InterruptedException {
    writer.close();
    writer = writer(oneByOne(), 2);
    WriterSession session = writer.openSession();

    IntStream.range(0, 5).forEach(i -> submit(session, state("s" + i, 1), ACCEPTED));
    for (int i = 0; i < 5; i++) {
      dynamoDb.nextCall().succeed();
    }

    awaitAcknowledged(
        session,
        IntStream.range(0, 5).mapToObj(i -> written("s" + i, 1)).toArray(Acknowledged[]::new));
    assertThat(dynamoDb.mostOpen()).isLessThanOrEqualTo(2);
  }

  @Test
  void shouldHaveFewerInFlightWhenATableDoesNotAnswerInTime() throws InterruptedException {
    writer.close();
    writer = writer(oneByOne(), 2);
    WriterSession session = writer.openSession();

    IntStream.range(0, 3).forEach(i -> submit(session, state("s" + i, 1), ACCEPTED));
    FakeDynamoDb.Call first = dynamoDb.nextCall();
    FakeDynamoDb.Call second = dynamoDb.nextCall();
    first.fail(ApiCallAttemptTimeoutException.create(10_000));
    second.fail(ApiCallAttemptTimeoutException.create(10_000));

    dynamoDb.nextCall();
    await().until(() -> writer.inFlight() == 1);
    assertThat(dynamoDb.callsLeft()).isZero();
  }

  @Test
  void shouldKnowHowLongTheOldestHasWaited() throws InterruptedException {
    WriterSession session = writer.openSession();
    assertThat(writer.pendingAge()).isZero();

    submit(session, state("a", 1), ACCEPTED);
    FakeDynamoDb.Call first = dynamoDb.nextCall();
    clock.advance(Duration.ofSeconds(5));
    submit(session, state("b", 1), clock.instant());
    FakeDynamoDb.Call other = dynamoDb.nextCall();
    submit(session, state("a", 2), clock.instant()); // does not make the store any younger
    clock.advance(Duration.ofSeconds(1));
    assertThat(writer.pendingAge()).isEqualTo(Duration.ofSeconds(6));
    assertThat(gauge("storestream.pending.age")).isEqualTo(6);
    assertThat(gauge("storestream.pending")).isEqualTo(2);
    assertThat(gauge("storestream.write.in.flight")).isEqualTo(2);

    first.succeed();
    FakeDynamoDb.Call second = dynamoDb.nextCall();
    assertThat(writer.pendingAge()).isEqualTo(Duration.ofSeconds(1));
    second.succeed();
    other.succeed();
    await().until(() -> writer.pending() == 0);
    assertThat(writer.pendingAge()).isZero();
    assertThat(gauge("storestream.write.in.flight")).isZero();
    Timer endToEnd = registry.get("storestream.end.to.end.latency").timer();
    assertThat(endToEnd.count()).isEqualTo(3);
    assertThat(endToEnd.totalTime(TimeUnit.SECONDS)).isEqualTo(6 + 1 + 1);
  }

  @Test
  void shouldNotWaitWithABatchThatIsFull() throws InterruptedException {
    writer.close();
    AtomicLong nanoTime = new AtomicLong();
    writer = writer(batches(), 2, BackoffStrategy.retryImmediately(), nanoTime::get);
    WriterSession session = writer.openSession();

    submit(session, state("first", 1), ACCEPTED);
    FakeDynamoDb.Call first = dynamoDb.nextCall();
    assertThat(first.states()).containsExactly("first@1");
    IntStream.range(0, 26).forEach(i -> submit(session, state("s" + i, 1), ACCEPTED));

    FakeDynamoDb.Call full = dynamoDb.nextCall();
    assertThat(full.states())
        .containsExactlyElementsOf(IntStream.range(0, 25).mapToObj(i -> "s" + i + "@1").toList());
    submit(session, state("s26", 1), ACCEPTED);
    nanoTime.addAndGet(RequestPace.PARTIAL_INTERVAL_NANOS);
    full.succeed();
    first.succeed();
    assertThat(dynamoDb.nextCall().states()).containsExactly("s25@1", "s26@1");
  }

  @Test
  void shouldNotLetARequestThatIsNotAnsweredHoldBackOthers() throws InterruptedException {
    writer.close();
    writer = writer(batches(), 10);
    WriterSession session = writer.openSession();

    submit(session, state("a", 1), ACCEPTED);
    assertThat(dynamoDb.nextCall().states()).containsExactly("a@1");
    submit(session, state("b", 1), ACCEPTED);
    FakeDynamoDb.Call second = dynamoDb.nextCall();
    assertThat(second.states()).containsExactly("b@1");
    second.succeed();

    awaitAcknowledged(session, written("b", 1));
  }

  @Test
  void shouldTryAgainThoughTheClockIsSetBack() throws InterruptedException {
    writer.close();
    writer =
        writer(
            oneByOne(),
            1,
            attempt -> {
              clock.advance(Duration.ofHours(-1));
              return Duration.ZERO;
            },
            System::nanoTime);
    WriterSession session = writer.openSession();

    submit(session, state("a", 1), ACCEPTED);
    dynamoDb.nextCall().fail(FakeDynamoDb.error("InternalServerError", 500));
    dynamoDb.nextCall().succeed();

    awaitAcknowledged(session, written("a", 1));
  }

  @Test
  void shouldSayThatItHasFailed() {
    Error bug = new StackOverflowError();
    writer.close();
    writer =
        writer(
            new WriteOperation() {
              @Override
              public int maxItems() {
                return 1;
              }

              @Override
              public CompletableFuture<Answer> write(List<Attempt> attempts) {
                throw bug;
              }
            },
            1);
    assertThat(writer.failure()).isNotDone();

    submit(writer.openSession(), state("a", 1), ACCEPTED);

    assertThat(writer.failure()).succeedsWithin(TIMEOUT).isSameAs(bug);
  }

  /** Else a table that answers at once would get a request for each item. */
  @Test
  void shouldSendRequestsThatAreNotFullNoMoreOftenThanEveryFiveMilliseconds() {
    int items = 500;
    writer.close();
    writer = writer(answeredAtOnce(), 10);
    WriterSession session = writer.openSession();

    long began = System.nanoTime();
    for (int i = 0; i < items; i++) {
      submit(session, state("s" + i, 1), ACCEPTED);
      spin(Duration.ofNanos(100_000));
    }
    await().until(() -> writer.written() == items);

    long intervals = Duration.ofNanos(System.nanoTime() - began).toMillis() / 5;
    assertThat(writer.requests()).isLessThanOrEqualTo(items / batches().maxItems() + intervals + 1);
  }

  @Test
  void shouldSendALastItemThatFollowsARequestAtOnce() {
    writer.close();
    writer = writer(answeredAtOnce(), 10);
    WriterSession session = writer.openSession();

    for (int i = 1; i <= 100; i++) {
      submit(session, state("s" + i, 1), ACCEPTED);
      int written = i;
      await()
          .pollInSameThread()
          .pollInterval(Duration.ofNanos(1))
          .until(() -> writer.written() == written);
    }
  }

  private WriteOperation answeredAtOnce() {
    int maxItems = batches().maxItems();
    return new WriteOperation() {
      @Override
      public int maxItems() {
        return maxItems;
      }

      @Override
      public CompletableFuture<Answer> write(List<Attempt> attempts) {
        List<WriteResult> written = Collections.nCopies(attempts.size(), new WriteResult.Written());
        return CompletableFuture.completedFuture(new Answer(written, 0));
      }
    };
  }

  private static void spin(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }
}
