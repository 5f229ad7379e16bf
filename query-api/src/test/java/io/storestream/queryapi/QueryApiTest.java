package io.storestream.queryapi;

import static io.storestream.queryapi.Http.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.storestream.cli.CommandFailedException;
import io.storestream.queryapi.http.HttpSettings;
import io.storestream.queryapi.http.ServerLimits;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;

final class QueryApiTest {

  private static final Duration SHORT = Duration.ofMillis(200);

  private final ScriptedDynamoDb dynamoDb = new ScriptedDynamoDb();
  private final QueryApi api = api(ServerLimits.STOP_TIME);

  @Test
  void shouldDoNothingBeforeItStarts() {
    assertThatThrownBy(api::port).isInstanceOf(IllegalStateException.class);
    api.close();
    assertThat(dynamoDb.pending()).isZero();
  }

  @Test
  void shouldFinishTheRequestsThatRunWhenItStops() {
    // given
    api.start("127.0.0.1", 0);
    int port = api.port();
    Http http = new Http(port);
    // The first answer loads classes, which can take longer than connections may be idle while the
    // server stops.
    CompletableFuture<Http.Answer> first = http.getAsync("/v1/stores/1");
    Awaitility.await().until(() -> dynamoDb.pending() == 1);
    answer();
    first.join();
    CompletableFuture<Http.Answer> running = http.getAsync("/v1/stores/1");
    Awaitility.await().until(() -> dynamoDb.pending() == 1);

    // when
    CompletableFuture<Void> closed = CompletableFuture.runAsync(api::close);
    Awaitility.await().until(() -> refusesConnections(port));

    // then: longer than the server lets connections be idle while it stops
    Awaitility.await()
        .during(Duration.ofMillis(1500))
        .until(() -> !running.isDone() && !closed.isDone());

    // when
    answer();

    // then
    assertThat(running.join()).isEqualTo(json("{\"storeNumber\":\"1\",\"country\":\"US\"}"));
    assertThat(closed).succeedsWithin(ServerLimits.STOP_TIME);
    api.close();
  }

  @Test
  void shouldAbortRequestsThatTakeTooLongToFinish() {
    // given
    QueryApi impatient = api(SHORT);
    impatient.start("127.0.0.1", 0);
    CompletableFuture<Http.Answer> running = new Http(impatient.port()).getAsync("/v1/stores/1");
    Awaitility.await().until(() -> dynamoDb.pending() == 1);

    // when
    impatient.close();

    // then
    assertThat(running.handle((answer, failure) -> failure != null || answer.status() == 500))
        .succeedsWithin(Duration.ofSeconds(10), InstanceOfAssertFactories.BOOLEAN)
        .isTrue();
  }

  @Test
  void shouldSayThatAPortIsInUse() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> api.start("127.0.0.1", taken.getLocalPort()))
          .isInstanceOf(CommandFailedException.class)
          .hasMessage(
              "port %d is in use: choose another with --http-port".formatted(taken.getLocalPort()));
    }
  }

  @Test
  void shouldSayThatAHostIsNotThisMachine() {
    // 192.0.2.0/24 is for documentation: no machine has such an address.
    assertThatThrownBy(() -> api.start("192.0.2.1", 0))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageStartingWith("can't listen on 192.0.2.1 port 0: ")
        .hasMessageEndingWith("; choose others with --host and --http-port");
  }

  private void answer() {
    dynamoDb
        .take()
        .complete(
            GetItemResponse.builder()
                .item(
                    Map.of(
                        "StoreNumber", AttributeValue.fromS("1"),
                        "Country", AttributeValue.fromS("US")))
                .build());
  }

  private QueryApi api(Duration stopTimeout) {
    return new QueryApi(
        dynamoDb,
        "scripted",
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
        HttpSettings.DEFAULT,
        Limits.stopTime(stopTimeout),
        System::nanoTime);
  }

  private static boolean refusesConnections(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !socket.isConnected();
    } catch (ConnectException e) {
      return true;
    }
  }
}
