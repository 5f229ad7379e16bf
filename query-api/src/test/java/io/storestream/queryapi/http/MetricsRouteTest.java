package io.storestream.queryapi.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.queryapi.GeneratedDynamoDb;
import io.storestream.queryapi.Http;
import io.storestream.queryapi.Limits;
import io.storestream.queryapi.Stores;
import io.storestream.queryapi.TestApi;
import io.storestream.queryapi.http.access.ApiKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetricsRouteTest {

  @Test
  void shouldTimeRequestsByRouteMethodAndStatus() {
    try (TestApi api = TestApi.over("MetricsRouteTest")) {
      // given
      Http http = api.http();
      api.put(Stores.at("1", "US", null, null, null));
      assertThat(counts(http.get("/metrics"))).isEmpty();

      // when
      http.get("/v1/stores/1");
      http.get("/v1/stores/2");
      http.get("/v1/stores/3");
      http.get("/v1/stores?country=US");
      http.get("/v1/stores");
      http.send("HEAD", "/v1/stores/1");
      http.get("/made/up/1");
      http.get("/made/up/2");
      http.send("BREW", "/v1/stores");

      // then: a request is counted when its answer is out
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(counts(http.get("/metrics")))
                      .contains(
                          count("GET", 200, "/v1/stores", 1),
                          count("GET", 200, "/v1/stores/{storeNumber}", 1),
                          count("GET", 400, "/v1/stores", 1),
                          count("GET", 404, "/v1/stores/{storeNumber}", 2),
                          count("GET", 404, "UNKNOWN", 2),
                          count("HEAD", 200, "/v1/stores/{storeNumber}", 1),
                          count("OTHER", 405, "UNKNOWN", 1))
                      .hasSize(8)
                      .anyMatch(line -> line.contains("uri=\"/metrics\"")));
      assertThat(http.get("/metrics").body())
          .contains(
              "http_server_requests_seconds_bucket{method=\"HEAD\",status=\"200\","
                  + "uri=\"/v1/stores/{storeNumber}\",le=\"10.0\"} 1\n")
          .contains("http_server_requests_active 1.0\n");
      assertThat(http.get("/metrics").contentType())
          .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    }
  }

  @Test
  void shouldCountRefusedRequestsByTheirRoute(@TempDir Path directory) throws IOException {
    ApiKeys keys = ApiKeys.read(Files.writeString(directory.resolve("keys"), "0123456789abcdef"));
    HttpSettings closed = new HttpSettings(Duration.ZERO, List.of(), keys, 0, false, null);
    HttpSettings limited = new HttpSettings(Duration.ZERO, List.of(), null, 1, false, null);
    shouldCount(closed, Limits.DEFAULT, 401);
    shouldCount(limited, Limits.DEFAULT, 429);
    shouldCount(HttpSettings.DEFAULT, Limits.requests(0), 503);
  }

  private static void shouldCount(HttpSettings settings, ServerLimits limits, int status) {
    try (TestApi api = TestApi.over("none", new GeneratedDynamoDb(0, 0), settings, limits)) {
      // given
      Http http = api.http();
      Awaitility.await().until(() -> http.get("/v1/stores/1").status() == status);

      // when
      http.get("/v1/stores/2");
      http.send("HEAD", "/v1/stores?country=US");
      http.get("/nowhere");

      // then
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(counts(http.get("/metrics")))
                      .anyMatch(
                          line ->
                              line.startsWith(counted("GET", status, "/v1/stores/{storeNumber}")))
                      .anyMatch(line -> line.startsWith(counted("HEAD", status, "/v1/stores")))
                      .anyMatch(line -> line.contains("uri=\"UNKNOWN\""))
                      .noneMatch(
                          line ->
                              line.contains("uri=\"UNKNOWN\"")
                                  && !line.contains("method=\"GET\"")));
    }
  }

  private static String counted(String method, int status, String route) {
    return count(method, status, route, 0).replaceFirst("0$", "");
  }

  private static List<String> counts(Http.Answer metrics) {
    return metrics
        .body()
        .lines()
        .filter(line -> line.startsWith("http_server_requests_seconds_count"))
        .toList();
  }

  private static String count(String method, int status, String route, int count) {
    return "http_server_requests_seconds_count{method=\"%s\",status=\"%d\",uri=\"%s\"} %d"
        .formatted(method, status, route, count);
  }
}
