package io.storestream.queryapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

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
