package io.storestream.testing.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.localstack.SharedBackends;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class HoldTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  private final EmbeddedDynamoDb dynamoDb = SharedBackends.dynamoDb();

  @Test
  void shouldHoldAWriteUntilItIsReleased() throws Exception {
    try (ProxiedTable table = table()) {
      // given
      Hold hold = table.proxy().hold(body -> body.contains("\"held\""));

      // when
      CompletableFuture<BatchExecuteStatementResponse> held = table.writeAsync("held");
      String body = hold.awaitHeld(SOON);
      table.write("other");

      // then
      assertThat(body).contains("\"held\"");
      assertThat(held).isNotDone();
      assertThat(table.stored()).containsExactly("other");

      // when
      Answer answer = hold.release();

      // then
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("{\"Responses\":[{\"TableName\":\"%s\"}]}", table.name());
      assertThat(table.stored()).containsExactlyInAnyOrder("held", "other");
      assertThat(held).succeedsWithin(SOON);
    }
  }

  @Test
  void shouldWriteEvenIfTheClientHasGone() throws Exception {
    try (ProxiedTable table = new ProxiedTable(dynamoDb.endpoint(), 1, Duration.ofSeconds(3))) {
      // given
      Hold hold = table.proxy().hold(body -> true);
      CompletableFuture<BatchExecuteStatementResponse> zombie = table.writeAsync("zombie");
      hold.awaitHeld(SOON);

      // when
      assertThatThrownBy(zombie::join).hasCauseInstanceOf(ApiCallAttemptTimeoutException.class);
      table.proxied().close();

      // then
      assertThat(table.stored()).isEmpty();

      // when
      Answer answer = hold.release();

      // then
      assertThat(answer.status()).isEqualTo(200);
      assertThat(table.stored()).containsExactly("zombie");
    }
  }

  @Test
  void shouldHoldOneWriteAndHarmTheOthers() throws Exception {
    try (ProxiedTable table = table()) {
      // given
      table.proxy().use(FaultPlan.always(Fault.RESET, Duration.ZERO));
      Hold hold = table.proxy().hold(body -> true);
      CompletableFuture<BatchExecuteStatementResponse> held = table.writeAsync("first");
      hold.awaitHeld(SOON);

      // when, then
      assertThatThrownBy(() -> table.write("second")).isExactlyInstanceOf(SdkClientException.class);
      hold.release();
      assertThat(held).succeedsWithin(SOON);
      assertThatThrownBy(() -> table.write("third")).isExactlyInstanceOf(SdkClientException.class);
      assertThat(table.stored()).containsExactly("first");
    }
  }

  @Test
  void shouldForwardOnceHoweverOftenItIsReleased() throws Exception {
    try (ProxiedTable table = table()) {
      Hold hold = table.proxy().hold(body -> true);
      CompletableFuture<BatchExecuteStatementResponse> held = table.writeAsync("held");
      hold.awaitHeld(SOON);

      assertThat(hold.release()).isSameAs(hold.release());
      assertThat(held).succeedsWithin(SOON);
    }
  }

  @Test
  void shouldSayThatNothingIsHeld() {
    try (ProxiedTable table = table()) {
      Hold hold = table.proxy().hold(body -> body.contains("awaited"));
      table.write("other");

      assertThatThrownBy(() -> hold.awaitHeld(Duration.ZERO)).isInstanceOf(TimeoutException.class);
      assertThatThrownBy(hold::release)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("no request is held");
    }
  }

  @Test
  void shouldDropWhatIsHeldWhenTheProxyIsClosed() throws Exception {
    try (ProxiedTable table = table()) {
      // given
      Hold hold = table.proxy().hold(body -> true);
      Hold idle = table.proxy().hold(body -> true);
      CompletableFuture<BatchExecuteStatementResponse> held = table.writeAsync("held");
      hold.awaitHeld(SOON);

      // when
      table.proxy().close();
      table.proxy().close();

      // then
      assertThatThrownBy(held::join).hasCauseExactlyInstanceOf(SdkClientException.class);
      assertThatThrownBy(hold::release).isInstanceOf(CancellationException.class);
      assertThatThrownBy(() -> idle.awaitHeld(SOON)).isInstanceOf(CancellationException.class);
      assertThat(table.stored()).isEmpty();
    }
  }

  private ProxiedTable table() {
    return new ProxiedTable(dynamoDb.endpoint(), 1, ProxiedTable.PATIENT);
  }
}
