package io.storestream.queryapi.http;

import static io.storestream.queryapi.Http.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.queryapi.Http;
import io.storestream.queryapi.Stores;
import io.storestream.queryapi.TestApi;
import io.storestream.queryapi.http.access.ApiKeys;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CachingTest {

  private static final String STORE = "/v1/stores/1";

  private TestApi api;
  private Http http;

  @BeforeAll
  void start() {
    api = TestApi.over("CachingTest");
    http = api.http();
    api.put(Stores.at("1", "US", null, null, null));
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @Test
  void shouldTagAnAnswerByItsBytes() {
    // given
    api.put(Stores.at("tagged", "US", null, null, null));
    String before = tag("/v1/stores/tagged");

    // when, then
    assertThat(before).matches("W/\"[0-9a-f]{32}\"");
    assertThat(tag("/v1/stores/tagged")).isEqualTo(before);

    // when
    api.put(Stores.at("tagged", "CA", null, null, null));

    // then
    assertThat(tag("/v1/stores/tagged")).matches("W/\"[0-9a-f]{32}\"").isNotEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void shouldNotSendAgainWhatTheClientHas(String method) {
    // given
    String tag = tag(STORE);

    // when
    HttpResponse<String> response = http.send(method, STORE, "If-None-Match", tag);

    // then
    assertThat(response.statusCode()).isEqualTo(304);
    assertThat(response.body()).isEmpty();
    assertThat(header(response, "ETag")).isEqualTo(tag);
    assertThat(header(response, "Cache-Control")).isEqualTo("no-cache");
    assertThat(header(response, "Vary")).isEqualTo("Accept-Encoding");
    assertThat(header(response, "X-Request-Id")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"other\"", "W/\"other\"", "other", "\"a*\""})
  void shouldSendWhatTheClientDoesNotHave(String condition) {
    HttpResponse<String> response = http.send("GET", STORE, "If-None-Match", condition);
    assertThat(Http.answer(response)).isEqualTo(http.get(STORE));
    assertThat(header(response, "ETag")).isEqualTo(tag(STORE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "%s", "\"other\", %s", "%s,W/\"other\""})
  void shouldFindItsTagInAList(String list) {
    String condition = list.formatted(tag(STORE));
    assertThat(http.send("GET", STORE, "If-None-Match", condition).statusCode()).isEqualTo(304);
    String strong = condition.replace("W/", "");
    assertThat(http.send("GET", STORE, "If-None-Match", strong).statusCode()).isEqualTo(304);
  }

  @Test
  void shouldKeepTheConnectionAfterAnAnswerWithoutBody() {
    assertThat(
            http.exchangeTwo(
                "GET %s HTTP/1.1\r\nHost: x\r\nIf-None-Match: %s\r\n\r\n"
                        .formatted(STORE, tag(STORE))
                    + "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".formatted(STORE)))
        .startsWith("HTTP/1.1 304 Not Modified\r\n")
        .contains("\r\n\r\nHTTP/1.1 200 OK\r\n")
        .endsWith("\r\n\r\n" + http.get(STORE).body());
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/stores/1, no-cache, true",
    "/v1/stores?country=US, no-cache, true",
    "/v1/stores/count?country=US, no-cache, true",
    "/openapi.yaml, no-cache, true",
    "/, no-cache, true",
    "/map/main.js, no-cache, true",
    "/map/none.js, no-store, false",
    "/docs, no-cache, true",
    "/docs/swagger-ui-bundle.js, no-cache, true",
    "/docs/none, no-store, false",
    "/v1/stores/none, no-store, false",
    "/v1/stores, no-store, false",
    "/v2, no-store, false",
    "/health/live, no-store, false",
    "/health/ready, no-store, false",
    "/metrics, no-store, false"
  })
  void shouldLetCachesKeepOnlyData(String path, String policy, boolean tagged) {
    HttpResponse<String> response = http.send("GET", path, "If-None-Match", "\"other\"");
    assertThat(response.headers().allValues("Cache-Control")).isEqualTo(List.of(policy));
    assertThat(header(response, "ETag") != null).isEqualTo(tagged);
  }

  @Test
  void shouldSayHowLongAnAnswerMayBeUsed() {
    HttpSettings settings =
        new HttpSettings(Duration.ofSeconds(60), List.of(), null, 0, false, null);
    try (TestApi caching = TestApi.over("CachingTest", settings)) {
      HttpResponse<String> response = caching.http().send("GET", STORE);
      assertThat(header(response, "Cache-Control")).isEqualTo("max-age=60");
      assertThat(header(caching.http().send("GET", "/v1/stores/none"), "Cache-Control"))
          .isEqualTo("no-store");
    }
  }

  @Test
  void shouldKeepResponsesWithAKeyOutOfSharedCaches(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("keys"), "0123456789abcdef");
    HttpSettings settings =
        new HttpSettings(Duration.ofSeconds(60), List.of(), ApiKeys.read(file), 0, false, null);
    try (TestApi closed = TestApi.over("CachingTest", settings)) {
      HttpResponse<String> response =
          closed.http().send("GET", STORE, "X-API-Key", "0123456789abcdef");
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(header(response, "Cache-Control")).isEqualTo("private, max-age=60");
    }
  }

  private String tag(String path) {
    return Objects.requireNonNull(header(http.send("GET", path), "ETag"));
  }
}
