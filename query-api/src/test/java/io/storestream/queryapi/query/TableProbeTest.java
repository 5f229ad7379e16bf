package io.storestream.queryapi.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.queryapi.ScriptedDynamoDb;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;

final class TableProbeTest {

  private final AtomicLong nanos = new AtomicLong();
  private final ScriptedDynamoDb dynamoDb = new ScriptedDynamoDb();
  private final TableProbe probe = new TableProbe(dynamoDb, "stores", nanos::get);

  @Test
  void shouldReadOnceForConcurrentCallers() {
    // given
    CompletableFuture<Boolean> first = probe.answers();
    pass(Duration.ofMinutes(1));
    CompletableFuture<Boolean> second = probe.answers();
    assertThat(dynamoDb.pending()).isEqualTo(2);

    // when
    answer();
    assertThat(first).isNotDone();
    answer();

    // then
    assertThat(first).isCompletedWithValue(true);
    assertThat(second).isCompletedWithValue(true);
    assertThat(dynamoDb.pending()).isZero();
  }

  @Test
  void shouldAskAgainAfterASecond() {
    // given
    CompletableFuture<Boolean> first = probe.answers();
    fail();
    answer();
    assertThat(first).isCompletedWithValue(false);

    // when: a little less, then a second in all
    pass(Duration.ofMillis(999));
    assertThat(probe.answers()).isCompletedWithValue(false);
    assertThat(dynamoDb.pending()).isZero();
    pass(Duration.ofMillis(1));
    CompletableFuture<Boolean> later = probe.answers();

    // then
    answer();
    answer();
    assertThat(later).isCompletedWithValue(true);
  }

  @Test
  void shouldSurviveACancelledCaller() {
    // given
    CompletableFuture<Boolean> impatient = probe.answers();
    CompletableFuture<Boolean> patient = probe.answers();

    // when
    impatient.cancel(true);
    answer();
    answer();

    // then
    assertThat(patient).isCompletedWithValue(true);
  }

  @Test
  void shouldTimeOut() {
    assertThat(probe.answers()).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(false);
  }

  @Test
  void shouldNeedBothTables() {
    // given: that of the counts does not answer
    CompletableFuture<Boolean> answers = probe.answers();
    answer();

    // when
    fail();

    // then
    assertThat(answers).isCompletedWithValue(false);
  }

  private void answer() {
    dynamoDb.take().complete(GetItemResponse.builder().build());
  }

  private void fail() {
    dynamoDb.take().completeExceptionally(SdkClientException.create("down"));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
