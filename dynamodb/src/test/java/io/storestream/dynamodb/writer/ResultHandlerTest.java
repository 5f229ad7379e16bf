package io.storestream.dynamodb.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storestream.dynamodb.request.WriteResult;
import io.storestream.fixtures.FakeDynamoDb;
import io.storestream.model.Version;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementError;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;

class ResultHandlerTest extends WriterSuite {

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
    timer.advance(WriterHealth.GRACE);
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
    timer.advance(WriterHealth.GRACE);
    second.fail(FakeDynamoDb.error("InternalServerError", 500));
    FakeDynamoDb.Call third = dynamoDb.nextCall();
    assertThat(writer.trouble()).isPresent();
    session.close();
    third.fail(FakeDynamoDb.error("InternalServerError", 500));

    await().until(() -> writer.pending() == 0);
    assertThat(writer.trouble()).isEmpty();
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
    await().until(() -> writer.pending() == 0);
  }

  @Test
  void shouldResubmitOnlyWhatFailedInABatch() throws InterruptedException {
    writer.close();
    writer = writer(batches(), 1);
    WriterSession session = writer.openSession();

    submit(session, state("a", 1), ACCEPTED);
    FakeDynamoDb.Call first = dynamoDb.nextCall();
    submit(session, state("b", 1), ACCEPTED);
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
}
