package io.storestream.ingester.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.storestream.ingester.writer.Acknowledgement.Rejected;
import io.storestream.ingester.writer.Acknowledgement.Superseded;
import io.storestream.ingester.writer.Acknowledgement.Written;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

class DynamoDbWriterTest {

  private final FakeDynamoDb dynamoDb = new FakeDynamoDb();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<Acknowledgement> acknowledged = new ArrayList<>();
  private DynamoDbWriter writer =
      writer(new ConditionalPut(dynamoDb, "table", InstantSource.system()), 10);

  @AfterEach
  void closeWriter() {
    dynamoDb.close();
    writer.close();
  }

  @Test
  void shouldWriteAndAcknowledge() throws InterruptedException {
    WriteLane lane = writer.openLane();

    lane.submit(state("a", 1));
    FakeDynamoDb.Call call = dynamoDb.nextCall();
    assertThat(call.table()).isEqualTo("table");
    assertThat(call.states()).containsExactly("a@1");
    assertThat(writer.pending()).isEqualTo(1);
    call.succeed();

    awaitAcknowledged(lane, new Written("a", new Version(1)));
    assertThat(writer.pending()).isZero();
    assertThat(writer.written()).isEqualTo(1);
    assertThat(writer.requests()).isEqualTo(1);
  }

  @Test
  void shouldHaveOneWriteOfAStoreOnItsWayAndSendOnlyTheNewestAfterIt() throws InterruptedException {
    WriteLane lane = writer.openLane();

    lane.submit(state("a", 1));
    FakeDynamoDb.Call first = dynamoDb.nextCall();
    lane.submit(state("a", 2));
    lane.submit(state("a", 3));
    lane.submit(state("b", 1));
    assertThat(dynamoDb.nextCall().states()).containsExactly("b@1"); // not a@2
    first.succeed();

    FakeDynamoDb.Call second = dynamoDb.nextCall();
    assertThat(second.states()).containsExactly("a@3");
    second.succeed();
    awaitAcknowledged(lane, new Written("a", new Version(1)), new Written("a", new Version(3)));
    assertThat(dynamoDb.callsLeft()).isZero();
  }

  @Test
  void shouldBoundWhatIsOnItsWay() throws InterruptedException {
    writer.close();
    writer = writer(new ConditionalPut(dynamoDb, "table", InstantSource.system()), 2);
    WriteLane lane = writer.openLane();

    IntStream.range(0, 5).forEach(i -> lane.submit(state("s" + i, 1)));
    for (int i = 0; i < 5; i++) {
      dynamoDb.nextCall().succeed();
    }

    awaitAcknowledged(
        lane,
        IntStream.range(0, 5)
            .mapToObj(i -> new Written("s" + i, new Version(1)))
            .toArray(Acknowledgement[]::new));
    assertThat(dynamoDb.mostOpen()).isLessThanOrEqualTo(2);
  }

  @Test
  void shouldTakeAFailedConditionForANewerItem() throws InterruptedException {
    WriteLane lane = writer.openLane();

    lane.submit(state("a", 1));
    dynamoDb.nextCall().fail(ConditionalCheckFailedException.builder().message("test").build());

    awaitAcknowledged(lane, new Superseded("a", new Version(1)));
    assertThat(writer.written()).isZero();
  }

  @Test
  void shouldTryAgainUntilItSucceeds() throws InterruptedException {
    WriteLane lane = writer.openLane();

    lane.submit(state("a", 1));
    dynamoDb.nextCall().fail(FakeDynamoDb.error("ThrottlingException", 400));
    dynamoDb.nextCall().fail(FakeDynamoDb.error("InternalServerError", 500));
    dynamoDb.nextCall().fail(FakeDynamoDb.error("ResourceNotFoundException", 400));
    dynamoDb.nextCall().fail(FakeDynamoDb.error("AccessDeniedException", 400));
    dynamoDb.nextCall().fail(SdkClientException.create("connection reset"));
    FakeDynamoDb.Call last = dynamoDb.nextCall();
    assertThat(writer.trouble()).contains("SdkClientException: connection reset");
    last.succeed();

    awaitAcknowledged(lane, new Written("a", new Version(1)));
    assertThat(writer.trouble()).isEmpty();
    assertThat(registry.get("storestream.write.retries").counter().count()).isEqualTo(5);
    assertThat(registry.get("storestream.write.throttles").counter().count()).isEqualTo(1);
  }

  @Test
  void shouldTryAgainWithWhatIsNewestThen() throws InterruptedException {
    WriteLane lane = writer.openLane();

    lane.submit(state("a", 1));
    FakeDynamoDb.Call first = dynamoDb.nextCall();
    lane.submit(state("a", 2));
    first.fail(FakeDynamoDb.error("InternalServerError", 500));

    FakeDynamoDb.Call second = dynamoDb.nextCall();
    assertThat(second.states()).containsExactly("a@2");
    second.succeed();
    awaitAcknowledged(lane, new Written("a", new Version(2)));
  }

  @Test
  void shouldGiveBackWhatDynamoDbCanNeverTake() throws InterruptedException {
    WriteLane lane = writer.openLane();

    lane.submit(state("a", 1));
    dynamoDb.nextCall().fail(FakeDynamoDb.error("ValidationException", 400));

    await().until(() -> drain(lane) == 1);
    assertThat(acknowledged)
        .singleElement()
        .isInstanceOfSatisfying(
            Rejected.class,
            it -> {
              assertThat(it.storeNumber()).isEqualTo("a");
              assertThat(it.version()).isEqualTo(new Version(1));
              assertThat(it.reason()).startsWith("DynamoDbException: test");
            });
    assertThat(writer.pending()).isZero();
  }

  @Test
  void shouldResubmitOnlyWhatABatchLeftUnprocessed() throws InterruptedException {
    writer.close();
    writer = writer(new BatchPut(dynamoDb, "table", InstantSource.system()), 10);
    WriteLane lane = writer.openLane();

    lane.submit(state("a", 1));
    FakeDynamoDb.Call first = dynamoDb.nextCall();
    lane.submit(state("b", 1)); // two wait for the first, as a request that is not full does
    lane.submit(state("c", 1));
    first.succeed();
    FakeDynamoDb.Call second = dynamoDb.nextCall();
    assertThat(second.states()).containsExactly("b@1", "c@1");
    second.leaveUnprocessed("b");

    FakeDynamoDb.Call third = dynamoDb.nextCall();
    assertThat(third.states()).containsExactly("b@1");
    third.succeed();
    awaitAcknowledged(
        lane,
        new Written("a", new Version(1)),
        new Written("c", new Version(1)),
        new Written("b", new Version(1)));
  }

  @Test
  void shouldNotWaitWithABatchThatIsFull() throws InterruptedException {
    writer.close();
    writer = writer(new BatchPut(dynamoDb, "table", InstantSource.system()), 10);
    WriteLane lane = writer.openLane();

    lane.submit(state("first", 1));
    FakeDynamoDb.Call first = dynamoDb.nextCall();
    assertThat(first.states()).containsExactly("first@1");
    IntStream.range(0, 26).forEach(i -> lane.submit(state("s" + i, 1)));

    FakeDynamoDb.Call full = dynamoDb.nextCall();
    assertThat(full.states())
        .containsExactlyElementsOf(IntStream.range(0, 25).mapToObj(i -> "s" + i + "@1").toList());
    lane.submit(state("s26", 1));
    full.succeed();
    first.succeed();
    assertThat(dynamoDb.nextCall().states()).containsExactly("s25@1", "s26@1");
  }

  @Test
  void shouldFindTheOneItemThatSpoilsABatch() throws InterruptedException {
    writer.close();
    writer = writer(new BatchPut(dynamoDb, "table", InstantSource.system()), 1);
    WriteLane lane = writer.openLane();

    lane.submit(state("first", 1));
    FakeDynamoDb.Call first = dynamoDb.nextCall();
    lane.submit(state("good", 1));
    lane.submit(state("bad", 1));
    first.succeed();
    dynamoDb.nextCall().fail(FakeDynamoDb.error("ValidationException", 400));
    FakeDynamoDb.Call good = dynamoDb.nextCall();
    assertThat(good.states()).containsExactly("good@1");
    good.succeed();
    FakeDynamoDb.Call bad = dynamoDb.nextCall();
    assertThat(bad.states()).containsExactly("bad@1");
    bad.fail(FakeDynamoDb.error("ValidationException", 400));

    await().until(() -> drain(lane) == 3);
    assertThat(acknowledged.get(1)).isEqualTo(new Written("good", new Version(1)));
    assertThat(acknowledged.get(2))
        .isInstanceOfSatisfying(
            Rejected.class, it -> assertThat(it.storeNumber()).isEqualTo("bad"));
  }

  @Test
  void shouldForgetWhatAClosedLaneHasNotSent() throws InterruptedException {
    writer.close();
    writer = writer(new ConditionalPut(dynamoDb, "table", InstantSource.system()), 1);
    WriteLane closed = writer.openLane();
    WriteLane open = writer.openLane();

    closed.submit(state("sent", 1));
    FakeDynamoDb.Call sent = dynamoDb.nextCall();
    closed.submit(state("waiting", 1));
    closed.close();
    open.submit(state("other", 1));
    sent.fail(FakeDynamoDb.error("InternalServerError", 500)); // and is not tried again

    FakeDynamoDb.Call other = dynamoDb.nextCall();
    assertThat(other.states()).containsExactly("other@1");
    other.succeed();
    awaitAcknowledged(open, new Written("other", new Version(1)));
    assertThat(writer.pending()).isZero();
    assertThat(dynamoDb.callsLeft()).isZero();
    assertThat(drain(closed)).isEqualTo(1); // nothing came on top of the one from the open lane
  }

  @Test
  void shouldHoldBackAStoreThatAnotherLaneHasOnItsWay() throws InterruptedException {
    WriteLane before = writer.openLane();
    WriteLane after = writer.openLane();

    before.submit(state("a", 1));
    FakeDynamoDb.Call first = dynamoDb.nextCall();
    before.close();
    after.submit(state("a", 2));
    after.submit(state("b", 1));
    assertThat(dynamoDb.nextCall().states()).containsExactly("b@1");
    first.succeed();

    assertThat(dynamoDb.nextCall().states()).containsExactly("a@2");
  }

  private DynamoDbWriter writer(WriteOperation operation, int maxInFlight) {
    DynamoDbWriter created =
        new DynamoDbWriter(
            operation,
            maxInFlight,
            BackoffStrategy.retryImmediately(),
            InstantSource.system(),
            registry);
    created.start();
    return created;
  }

  private void awaitAcknowledged(WriteLane lane, Acknowledgement... expected) {
    await().until(() -> drain(lane) >= expected.length);
    assertThat(acknowledged).containsExactly(expected);
  }

  private int drain(WriteLane lane) {
    lane.drain(acknowledged::add);
    return acknowledged.size();
  }

  private static VersionedStore state(String storeNumber, long version) {
    return new VersionedStore(
        storeNumber,
        new Version(version),
        new StoreBuilder().storeNumber(storeNumber).set(StoreField.COUNTRY, "US").build());
  }
}
