package io.storestream.queryapi.http;

import static io.storestream.queryapi.Http.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.queryapi.Http;
import io.storestream.queryapi.TestApi;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class CrossOriginTest {

  private static final String ORIGIN = "https://example.org";

  @Test
  void shouldAllowTheNamedOrigins() {
    try (TestApi api = TestApi.over("CrossOriginTest", allowing(ORIGIN, "http://a.test:8080"))) {
      // when
      HttpResponse<String> named = api.http().send("GET", "/health/live", "Origin", ORIGIN);
      HttpResponse<String> other =
          api.http().send("GET", "/health/live", "Origin", "https://exampleXorg");

      // then
      assertThat(named.statusCode()).isEqualTo(200);
      assertThat(header(named, "Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
      assertThat(list(header(named, "Access-Control-Expose-Headers")))
          .containsExactlyInAnyOrder(
              "Content-Disposition",
              "ETag",
              "Link",
              "Retry-After",
              "Table-Read-Units",
              "Table-Requests",
              "X-Request-Id");
      assertThat(header(named, "Vary")).isEqualTo("Origin, Accept-Encoding");
      assertThat(header(named, "Cross-Origin-Resource-Policy")).isEqualTo("cross-origin");
      assertThat(other.statusCode()).isEqualTo(200);
      assertThat(header(other, "Access-Control-Allow-Origin")).isNull();
    }
  }

  @Test
  void shouldAnswerPreflightRequests() {
    try (TestApi api = TestApi.over("CrossOriginTest", allowing(ORIGIN))) {
      // when
      HttpResponse<String> named = preflight(api.http(), ORIGIN);
      HttpResponse<String> other = preflight(api.http(), "https://other.test");

      // then
      assertThat(named.statusCode()).isEqualTo(200);
      assertThat(header(named, "Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
      assertThat(list(header(named, "Access-Control-Allow-Methods")))
          .containsExactlyInAnyOrder("GET", "HEAD");
      assertThat(list(header(named, "Access-Control-Allow-Headers")))
          .containsExactlyInAnyOrder("X-API-Key", "X-Request-Id", "If-None-Match");
      assertThat(header(named, "Access-Control-Max-Age")).isEqualTo("60");
      assertThat(header(other, "Access-Control-Allow-Origin")).isNull();
      assertThat(header(other, "Access-Control-Allow-Methods")).isNull();
    }
  }

  @Test
  void shouldAllowAnyOriginWithAStar() {
    try (TestApi api = TestApi.over("CrossOriginTest", allowing("*"))) {
      assertThat(
              header(
                  api.http().send("GET", "/v1/stores", "Origin", "https://any.test"),
                  "Access-Control-Allow-Origin"))
          .isIn("*", "https://any.test");
    }
  }

  private static HttpResponse<String> preflight(Http http, String origin) {
    return http.send(
        "OPTIONS",
        "/v1/stores",
        "Origin",
        origin,
        "Access-Control-Request-Method",
        "GET",
        "Access-Control-Request-Headers",
        "X-API-Key");
  }

  private static HttpSettings allowing(String... origins) {
    return new HttpSettings(Duration.ZERO, List.of(origins), null, 0, false, null);
  }

  private static List<String> list(@Nullable String value) {
    return value == null ? List.of() : List.of(value.split(","));
  }
}
