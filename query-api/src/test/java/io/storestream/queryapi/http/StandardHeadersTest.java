package io.storestream.queryapi.http;

import static io.storestream.queryapi.Http.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.queryapi.Http;
import io.storestream.queryapi.TestApi;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StandardHeadersTest {

  private static final String NEW_ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  private TestApi api;
  private Http http;

  @BeforeAll
  void start() {
    api = TestApi.over("StandardHeadersTest");
    http = api.http();
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /health/live, 200",
    "HEAD, /health/live, 200",
    "OPTIONS, /v1/stores, 204",
    "GET, /v1/stores, 400",
    "GET, /nowhere, 404",
    "POST, /v1/stores, 405"
  })
  void shouldBeOnEveryAnswer(String method, String path, int status) {
    HttpResponse<String> response = http.send(method, path);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().allValues("X-Request-Id"))
        .singleElement()
        .asString()
        .matches(NEW_ID);
    assertThat(response.headers().allValues("Content-Security-Policy"))
        .isEqualTo(
            List.of(
                "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"));
    assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(response, "Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(header(response, "X-Frame-Options")).isEqualTo("DENY");
    assertThat(header(response, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
    assertThat(header(response, "Server")).isNull();
    assertThat(header(response, "Access-Control-Allow-Origin")).isNull();
  }

  @Test
  void shouldBeOnWhatTheServerItselfRefuses() {
    assertThat(http.exchangeRaw("hello\r\n\r\n"))
        .startsWith("HTTP/1.1 400 Bad Request\r\n")
        .containsPattern("\r\nX-Request-Id: " + NEW_ID + "\r\n")
        .containsOnlyOnce("\r\nCache-Control: no-store\r\n")
        .containsOnlyOnce("\r\nX-Content-Type-Options: nosniff\r\n")
        .doesNotContain("\r\nServer:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/docs", "/docs/swagger-ui.css"})
  void shouldLetPagesLoadOnlyWhatIsTheirOwn(String path) {
    assertThat(header(http.send("GET", path), "Content-Security-Policy"))
        .isEqualTo(
            "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
                + " form-action 'none'; frame-ancestors 'none'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "Order-7_b.2", "0123456789-0123456789"})
  void shouldUseTheIdOfTheClient(String id) {
    assertThat(
            http.send("GET", "/health/live", "X-Request-Id", id)
                .headers()
                .allValues("X-Request-Id"))
        .isEqualTo(List.of(id));
    assertThat(header(http.send("GET", "/nowhere", "X-Request-Id", id), "X-Request-Id"))
        .isEqualTo(id);
  }

  @Test
  void shouldAcceptTheLongestId() {
    String longest = "x".repeat(128);
    assertThat(header(http.send("GET", "/", "X-Request-Id", longest), "X-Request-Id"))
        .isEqualTo(longest);
    assertThat(header(http.send("GET", "/", "X-Request-Id", longest + "x"), "X-Request-Id"))
        .matches(NEW_ID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a;b", "<b>", "a\tb", "\u00e9", "a:b"})
  void shouldReplaceAnInvalidId(String id) {
    assertThat(
            http.exchangeRaw(
                "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Request-Id: %s\r\n\r\n"
                    .formatted(id)))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .containsPattern("\r\nX-Request-Id: " + NEW_ID + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/v1/stores", "/v1/stores/count", "/v1/stores/1", "/health/live", "/metrics"})
  void shouldSayWhatIsAllowed(String path) {
    HttpResponse<String> response = http.send("OPTIONS", path);
    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(header(response, "Allow")).isEqualTo("GET, HEAD, OPTIONS");
    assertThat(response.body()).isEmpty();
  }
}
