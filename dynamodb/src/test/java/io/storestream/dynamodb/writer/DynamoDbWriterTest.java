package io.storestream.dynamodb.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.storestream.fixtures.FakeDynamoDb;
import io.storestream.fixtures.SettableClock;
import io.storestream.model.AcceptedState;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementError;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;

class DynamoDbWriterTest {

  private static final Instant ACCEPTED = Instant.EPOCH;

  private final SettableClock clock = new SettableClock(ACCEPTED);
  private final FakeDynamoDb dynamoDb = new FakeDynamoDb();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<Acknowledged> acknowledged = new ArrayList<>();
  private DynamoDbWriter writer = writer(oneByOne(), 10);

  @AfterEach
  void closeWriter() {
    dynamoDb.close();
    writer.close();
  }

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
    assertThat(writer.pending()).isZero();
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
  void shouldTakeAFailedConditionForANewerItem() throws InterruptedException {
    WriterSession session = writer.openSession();

    submit(session, state("a", 1), ACCEPTED);
    dynamoDb.nextCall().fail(FakeDynamoDb.holds("7"));

    awaitAcknowledged(session, superseded("a", new Version(0, 1), new Version(0, 7)));
    assertThat(writer.written()).isZero();
  }

  @Test
  void shouldTakeAFailedConditionForANewerItemWhateverItsVersionSays() throws InterruptedException {
    WriterSession session = writer.openSession();
    List<BatchStatementError> refusals =
        List.of(FakeDynamoDb.holds("0"), FakeDynamoDb.holds("1.5"), FakeDynamoDb.holds("1E+30"));

    for (BatchStatementError refusal : refusals) {
      submit(session, state("a", 1), ACCEPTED);
      dynamoDb.nextCall().fail(refusal);
      await().until(() -> writer.pending() == 0);
    }

    awaitAcknowledged(
        session,
        superseded("a", new Version(0, 1), new Version(0, 1)),
        superseded("a", new Version(0, 1), new Version(0, 1)),
        superseded("a", new Version(0, 1), Version.firstAt(Version.MAX_UPDATED_AT)));
  }

  @Test
  void shouldTryAgainUntilItSucceeds() throws InterruptedException {
    WriterSession session = writer.openSession();

    submit(session, state("a", 1), ACCEPTED);
    dynamoDb.nextCall().fail(FakeDynamoDb.error("ThrottlingException", 400));
    dynamoDb.nextCall().fail(FakeDynamoDb.error("InternalServerError", 500));
    dynamoDb.nextCall().fail(FakeDynamoDb.error("ResourceNotFoundException", 400));
    dynamoDb.nextCall().fail(FakeDynamoDb.error(BatchStatementErrorCodeEnum.ACCESS_DENIED));
    FakeDynamoDb.Call fifth = dynamoDb.nextCall();
    clock.advance(WriterHealth.GRACE);
    fifth.fail(SdkClientException.create("connection reset"));
    FakeDynamoDb.Call last = dynamoDb.nextCall();
    assertThat(writer.trouble()).contains("SdkClientException: connection reset");
    last.succeed();

    awaitAcknowledged(session, written("a", 1));
    assertThat(writer.trouble()).isEmpty();
    assertThat(registry.get("storestream.write.retries").counter().count()).isEqualTo(5);
    assertThat(registry.get("storestream.write.throttles").counter().count()).isEqualTo(1);
  }

  @Test
  void shouldForgetTheTroubleWithTheLastStoreThatWaits() throws InterruptedException {
    WriterSession session = writer.openSession();

    submit(session, state("a", 1), ACCEPTED);
    dynamoDb.nextCall().fail(FakeDynamoDb.error("InternalServerError", 500));
    FakeDynamoDb.Call second = dynamoDb.nextCall();
    clock.advance(WriterHealth.GRACE);
    second.fail(FakeDynamoDb.error("InternalServerError", 500));
    FakeDynamoDb.Call third = dynamoDb.nextCall();
    assertThat(writer.trouble()).isPresent();
    session.close();
    third.fail(FakeDynamoDb.error("InternalServerError", 500));

    await().until(() -> writer.pending() == 0);
    assertThat(writer.trouble()).isEmpty();
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
  void shouldTryAgainWithWhatIsNewestThen() throws InterruptedException {
    WriterSession session = writer.openSession();

    submit(session, state("a", 1), ACCEPTED);
    FakeDynamoDb.Call first = dynamoDb.nextCall();
    submit(session, state("a", 2), ACCEPTED);
    first.fail(FakeDynamoDb.error("InternalServerError", 500));

    FakeDynamoDb.Call second = dynamoDb.nextCall();
    assertThat(second.states()).containsExactly("a@2");
    second.succeed();
    awaitAcknowledged(session, written("a", 2));
  }

  @Test
  void shouldGiveBackWhatDynamoDbCanNeverTake() throws InterruptedException {
    WriterSession session = writer.openSession();

    submit(session, state("a", 1), ACCEPTED);
    dynamoDb.nextCall().fail(FakeDynamoDb.error("ValidationException", 400));

    await().until(() -> drain(session) == 1);
    assertThat(acknowledged)
        .containsExactly(new Acknowledged("a", new Version(0, 1), acknowledged.get(0).result()));
    assertThat(acknowledged.get(0).result())
        .isInstanceOfSatisfying(
            WriteResult.Rejected.class,
            it -> assertThat(it.reason()).startsWith("DynamoDbException: test"));
    assertThat(writer.pending()).isZero();
  }

  @Test
  void shouldResubmitOnlyWhatFailedInABatch() throws InterruptedException {
    writer.close();
    writer = writer(batches(), 10);
    WriterSession session = writer.openSession();

    submit(session, state("a", 1), ACCEPTED);
    FakeDynamoDb.Call first = dynamoDb.nextCall();
    submit(
        session,
        state("b", 1),
        ACCEPTED); // two wait for the first, as a request that is not full does
    submit(session, state("c", 1), ACCEPTED);
    first.succeed();
    FakeDynamoDb.Call second = dynamoDb.nextCall();
    assertThat(second.states()).containsExactly("b@1", "c@1");
    second.answer(Map.of("b", FakeDynamoDb.error(BatchStatementErrorCodeEnum.THROTTLING_ERROR)));

    FakeDynamoDb.Call third = dynamoDb.nextCall();
    assertThat(third.states()).containsExactly("b@1");
    third.succeed();
    awaitAcknowledged(session, written("a", 1), written("c", 1), written("b", 1));
  }

  @Test
  void shouldUpdateWhatExistsAndInsertWhatDoesNot() throws InterruptedException {
    WriterSession session = writer.openSession();

    submit(session, state("a", 1), ACCEPTED);
    FakeDynamoDb.Call first = dynamoDb.nextCall();
    assertThat(first.texts()).containsExactly("INSERT a@1");
    first.fail(FakeDynamoDb.error(BatchStatementErrorCodeEnum.DUPLICATE_ITEM));
    FakeDynamoDb.Call second = dynamoDb.nextCall();
    assertThat(second.texts()).containsExactly("UPDATE a@1");
    second.fail(FakeDynamoDb.error(BatchStatementErrorCodeEnum.CONDITIONAL_CHECK_FAILED));
    FakeDynamoDb.Call third = dynamoDb.nextCall();
    assertThat(third.texts()).containsExactly("INSERT a@1");
    submit(session, state("a", 2), ACCEPTED);
    third.succeed();
    FakeDynamoDb.Call fourth = dynamoDb.nextCall();
    assertThat(fourth.texts()).containsExactly("UPDATE a@2"); // the item exists since the third
    fourth.succeed();

    awaitAcknowledged(session, written("a", 1), written("a", 2));
    assertThat(registry.get("storestream.write.conflicts").counter().count()).isEqualTo(2);
    assertThat(registry.get("storestream.write.retries").counter().count()).isEqualTo(2);
  }

  @Test
  void shouldInsertWhatFollowsARejectedInsert() throws InterruptedException {
    WriterSession session = writer.openSession();

    submit(session, state("a", 1), ACCEPTED);
    FakeDynamoDb.Call first = dynamoDb.nextCall();
    submit(session, state("a", 2), ACCEPTED);
    first.fail(FakeDynamoDb.error(BatchStatementErrorCodeEnum.VALIDATION_ERROR));

    assertThat(dynamoDb.nextCall().texts()).containsExactly("INSERT a@2");
  }

  @Test
  void shouldWriteAgainAfterAnAnswerWithoutResults() throws InterruptedException {
    WriterSession session = writer.openSession();

    submit(session, state("a", 1), ACCEPTED);
    dynamoDb.nextCall().answer().complete(BatchExecuteStatementResponse.builder().build());
    dynamoDb.nextCall().succeed();

    awaitAcknowledged(session, written("a", 1));
  }

  @Test
  void shouldNotWaitWithABatchThatIsFull() throws InterruptedException {
    writer.close();
    writer = writer(batches(), 10);
    WriterSession session = writer.openSession();

    submit(session, state("first", 1), ACCEPTED);
    FakeDynamoDb.Call first = dynamoDb.nextCall();
    assertThat(first.states()).containsExactly("first@1");
    IntStream.range(0, 26).forEach(i -> submit(session, state("s" + i, 1), ACCEPTED));

    FakeDynamoDb.Call full = dynamoDb.nextCall();
    assertThat(full.states())
        .containsExactlyElementsOf(IntStream.range(0, 25).mapToObj(i -> "s" + i + "@1").toList());
    submit(session, state("s26", 1), ACCEPTED);
    full.succeed();
    first.succeed();
    assertThat(dynamoDb.nextCall().states()).containsExactly("s25@1", "s26@1");
  }

  @Test
  void shouldFindTheOneItemThatSpoilsABatch() throws InterruptedException {
    writer.close();
    writer = writer(batches(), 1);
    WriterSession session = writer.openSession();

    submit(session, state("first", 1), ACCEPTED);
    FakeDynamoDb.Call first = dynamoDb.nextCall();
    submit(session, state("good", 1), ACCEPTED);
    submit(session, state("bad", 1), ACCEPTED);
    first.succeed();
    dynamoDb.nextCall().fail(FakeDynamoDb.error("ValidationException", 400));
    FakeDynamoDb.Call good = dynamoDb.nextCall();
    assertThat(good.states()).containsExactly("good@1");
    good.succeed();
    FakeDynamoDb.Call bad = dynamoDb.nextCall();
    assertThat(bad.states()).containsExactly("bad@1");
    bad.fail(FakeDynamoDb.error("ValidationException", 400));

    await().until(() -> drain(session) == 3);
    assertThat(acknowledged.get(1)).isEqualTo(written("good", 1));
    assertThat(acknowledged.get(2).key()).isEqualTo("bad");
    assertThat(acknowledged.get(2).result()).isInstanceOf(WriteResult.Rejected.class);
  }

  @Test
  void shouldForgetWhatAClosedSessionHasNotSent() throws InterruptedException {
    writer.close();
    writer = writer(oneByOne(), 1);
    WriterSession closed = writer.openSession();
    WriterSession open = writer.openSession();

    submit(closed, state("sent", 1), ACCEPTED);
    FakeDynamoDb.Call sent = dynamoDb.nextCall();
    submit(closed, state("waiting", 1), ACCEPTED);
    closed.close();
    submit(open, state("other", 1), ACCEPTED);
    sent.fail(FakeDynamoDb.error("InternalServerError", 500)); // and is not tried again

    FakeDynamoDb.Call other = dynamoDb.nextCall();
    assertThat(other.states()).containsExactly("other@1");
    other.succeed();
    awaitAcknowledged(open, written("other", 1));
    assertThat(writer.pending()).isZero();
    assertThat(dynamoDb.callsLeft()).isZero();
    assertThat(drain(closed)).isEqualTo(1); // nothing came on top of the one from the open session
  }

  @Test
  void shouldSayUpToWhenAllSessionsAreDrained() throws InterruptedException {
    WriterSession session = writer.openSession();
    WriterSession other = writer.openSession();
    for (WriterSession each : List.of(session, other)) {
      submit(each, state("a", 1), ACCEPTED);
      dynamoDb.nextCall().succeed();
    }
    writer.openSession().announce(1); // it submits nothing
    await().until(() -> writer.written() == 2);

    clock.advance(Duration.ofSeconds(1));
    Instant moment = clock.instant();
    assertThat(writer.isDrainedSince(moment)).isFalse();
    drain(other);
    assertThat(writer.isDrainedSince(moment)).isFalse();
    drain(session);
    assertThat(writer.isDrainedSince(moment)).isTrue();

    clock.advance(Duration.ofSeconds(1));
    drain(session);
    other.close(); // nobody waits for a task that is gone
    assertThat(writer.isDrainedSince(clock.instant())).isTrue();
  }

  @Test
  void shouldCountWhatIsAnnouncedAsPending() {
    WriterSession session = writer.openSession();
    session.announce(3);
    assertThat(writer.pending()).isEqualTo(3);
    assertThat(writer.announced()).isEqualTo(3);
    assertThat(writer.outstanding()).isEqualTo(3);

    session.announce(1);
    assertThat(writer.pending()).isEqualTo(1);

    session.close();
    assertThat(writer.pending()).isZero();
  }

  @Test
  void shouldHoldBackAStoreThatAnotherSessionHasInFlight() throws InterruptedException {
    WriterSession before = writer.openSession();
    WriterSession after = writer.openSession();

    submit(before, state("a", 1), ACCEPTED);
    FakeDynamoDb.Call first = dynamoDb.nextCall();
    before.close();
    submit(after, state("a", 2), ACCEPTED);
    submit(after, state("b", 1), ACCEPTED);
    assertThat(dynamoDb.nextCall().states()).containsExactly("b@1");
    first.succeed();

    assertThat(dynamoDb.nextCall().states()).containsExactly("a@2");
  }

  private static void submit(WriterSession session, VersionedStore state, Instant acceptedAt) {
    session.submit(new ItemWrite.StoreItem(new AcceptedState(state, acceptedAt), true));
  }

  private WriteOperation batches() {
    return new ConditionalStatements(dynamoDb, ItemStatements.ofStores("table"));
  }

  /** So that a request is always full, and none waits for more items. */
  private WriteOperation oneByOne() {
    WriteOperation batches = batches();
    return new WriteOperation() {
      @Override
      public int maxItems() {
        return 1;
      }

      @Override
      public CompletableFuture<Answer> write(List<Attempt> attempts) {
        return batches.write(attempts);
      }
    };
  }

  private DynamoDbWriter writer(WriteOperation operation, int maxInFlight) {
    DynamoDbWriter created =
        new DynamoDbWriter(
            operation,
            maxInFlight,
            new WriteQueue(BackoffStrategy.retryImmediately(), Duration.ZERO),
            clock,
            new WriterHealth("table", clock),
            new WriterMetrics(registry, "table"));
    created.start();
    return created;
  }

  private double gauge(String name) {
    return registry.get(name).gauge().value();
  }

  private void awaitAcknowledged(WriterSession session, Acknowledged... expected) {
    await().until(() -> drain(session) >= expected.length);
    assertThat(acknowledged).containsExactly(expected);
  }

  private int drain(WriterSession session) {
    session.drain(
        (write, result) ->
            acknowledged.add(new Acknowledged(write.key(), write.version(), result)));
    return acknowledged.size();
  }

  private static VersionedStore state(String storeNumber, int version) {
    return new VersionedStore(
        storeNumber,
        new Version(0, version),
        new StoreBuilder().storeNumber(storeNumber).set(StoreField.COUNTRY, "US").build());
  }

  private static Acknowledged written(String key, int version) {
    return new Acknowledged(key, new Version(0, version), new WriteResult.Written());
  }

  private static Acknowledged superseded(String key, Version version, Version held) {
    return new Acknowledged(key, version, new WriteResult.Superseded(held));
  }

  private record Acknowledged(String key, Version version, WriteResult.Final result) {}
}
