package io.storestream.queryapi.http;

import static io.storestream.queryapi.Http.header;
import static io.storestream.queryapi.Http.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.queryapi.Http;
import io.storestream.queryapi.Limits;
import io.storestream.queryapi.ScriptedDynamoDb;
import io.storestream.queryapi.TestApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;

final class ServerLimitsTest {

  private static final Duration SHORT = Duration.ofMillis(200);

  private final ScriptedDynamoDb dynamoDb = new ScriptedDynamoDb();

  @Test
  void shouldRefuseHeadersBeyondTheLimit() {
    try (TestApi api = over(Limits.DEFAULT)) {
      assertThat(api.http().exchangeRaw(get("/health/live", "X: " + "x".repeat(17_000))))
          .startsWith("HTTP/1.1 431 Request Header Fields Too Large\r\n")
          .contains("\r\nContent-Type: application/problem+json\r\n");
    }
  }

  @Test
  void shouldNotWaitForeverForDynamoDb() {
    try (TestApi api = over(Limits.answerTime(SHORT))) {
      HttpResponse<String> response = api.http().send("GET", "/v1/stores/1");
      assertThat(Http.answer(response))
          .isEqualTo(unavailable("the table takes too long to answer at the moment"));
      assertThat(header(response, "Retry-After")).isEqualTo("1");
    }
  }

  @Test
  void shouldRefuseRequestsBeyondTheLimit() {
    try (TestApi api = over(Limits.requests(2))) {
      // given
      Http http = api.http();
      CompletableFuture<Http.Answer> first = http.getAsync("/v1/stores/1");
      CompletableFuture<Http.Answer> second = http.getAsync("/v1/stores/1");
      Awaitility.await().until(() -> dynamoDb.pending() == 2);

      // when, then
      assertThat(http.get("/v1/stores/1")).isEqualTo(unavailable("too many requests are waiting"));
      assertThat(http.get("/health/live").status()).isEqualTo(200);

      // when
      dynamoDb.take().complete(GetItemResponse.builder().build());
      dynamoDb.take().complete(GetItemResponse.builder().build());

      // then
      assertThat(first.join().status()).isEqualTo(404);
      assertThat(second.join().status()).isEqualTo(404);
    }
  }

  @Test
  void shouldCloseASilentConnection() throws IOException {
    try (TestApi api = over(Limits.idleTime(SHORT));
        Socket socket = connect(api)) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void shouldLetFurtherConnectionsWaitUntilOneHasGone() throws IOException {
    byte[] request =
        "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    try (TestApi api = over(Limits.connections(2));
        Socket first = connect(api);
        Socket second = connect(api)) {
      // given: both are served, and stay open
      for (Socket served : List.of(first, second)) {
        served.getOutputStream().write(request);
        assertThat(status(served)).isEqualTo("HTTP/1.1 200");
      }
      try (Socket third = connect(api)) {
        // when
        third.getOutputStream().write(request);
        // then
        Awaitility.await()
            .during(Duration.ofMillis(500))
            .until(() -> third.getInputStream().available() == 0);
        // when
        first.shutdownOutput();
        // then
        assertThat(status(third)).isEqualTo("HTTP/1.1 200");
      }
    }
  }

  @Test
  void shouldForgetRequestsWhoseCallerHasLeft() throws IOException {
    try (TestApi api = over(Limits.DEFAULT)) {
      // given
      try (Socket socket = connect(api)) {
        socket.getOutputStream().write(get("/v1/stores/1").getBytes(StandardCharsets.US_ASCII));
        Awaitility.await().until(() -> dynamoDb.pending() == 1);
      }

      // when
      dynamoDb.take().complete(GetItemResponse.builder().build());

      // then: the only one is the one that asks
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(api.http().get("/metrics").body())
                      .contains("http_server_requests_active 1.0\n"));
    }
  }

  private TestApi over(ServerLimits limits) {
    return TestApi.over("scripted", dynamoDb, limits);
  }

  private static Socket connect(TestApi api) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static String status(Socket socket) throws IOException {
    return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
  }

  private static String get(String path, String... headers) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        + String.join("\r\n", headers)
        + (headers.length == 0 ? "\r\n" : "\r\n\r\n");
  }

  private static Http.Answer unavailable(String detail) {
    return problem(
        503,
        "{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,\"detail\":\""
            + detail
            + "\",\"instance\":\"/v1/stores/1\"}");
  }
}
