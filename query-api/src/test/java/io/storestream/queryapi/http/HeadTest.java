package io.storestream.queryapi.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.queryapi.Contract;
import io.storestream.queryapi.Http;
import io.storestream.queryapi.Stores;
import io.storestream.queryapi.TestApi;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** HEAD says what GET would. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HeadTest {

  private static final String LENGTH = "content-length";

  private TestApi api;
  private Http http;

  @BeforeAll
  void start() {
    api = TestApi.over("HeadTest");
    api.put(
        Stores.at("1", "US", "NE", "Omaha", "68144"), Stores.at("2", "US", "NE", "Omaha", null));
    http = api.http();
  }

  @AfterAll
  void stop() {
    api.close();
  }

  static Stream<String> targets() {
    return Stream.concat(
        Contract.PUBLISHED.examples().values().stream(),
        Stream.of(
            "/v1/stores?country=US&format=geojson",
            "/v1/stores?country=US&format=ndjson",
            "/v1/stores?country=US&format=csv",
            "/v1/stores?country=US&limit=0",
            "/v1/stores/none",
            "/v1/locations/AQ",
            "/nowhere"));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void shouldAnswerAsGetDoesWithoutABody(String target) {
    // when
    HttpResponse<String> get = http.send("GET", target, "X-Request-Id", "same");
    HttpResponse<String> head = http.send("HEAD", target, "X-Request-Id", "same");

    // then
    assertThat(head.statusCode()).isEqualTo(get.statusCode());
    assertThat(head.body()).isEmpty();
    assertThat(get.body()).isNotEmpty();
    Map<String, List<String>> expected = headers(get);
    Map<String, List<String>> actual = headers(head);
    if (target.endsWith("csv") || target.endsWith("ndjson")) {
      // How long it is turns out when it is sent.
      expected.remove(LENGTH);
    } else if (target.equals("/metrics")) {
      // There is more to tell with each request.
      expected.remove(LENGTH);
      actual.remove(LENGTH);
    }
    assertThat(actual).isEqualTo(expected);
  }

  private static Map<String, List<String>> headers(HttpResponse<String> response) {
    Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
    headers.keySet().removeAll(Set.of("date", "transfer-encoding"));
    return headers;
  }
}
