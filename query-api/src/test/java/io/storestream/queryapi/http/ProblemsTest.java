package io.storestream.queryapi.http;

import static io.storestream.queryapi.Http.json;
import static io.storestream.queryapi.Http.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.queryapi.Http;
import io.storestream.queryapi.Stores;
import io.storestream.queryapi.TestApi;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProblemsTest {

  private TestApi api;
  private Http http;

  @BeforeAll
  void start() {
    api = TestApi.over("ProblemsTest");
    http = api.http();
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @Test
  void shouldListTheRoutes() {
    assertThat(http.get("/"))
        .isEqualTo(
            json(
                "{\"routes\":[{\"path\":\"/\",\"example\":\"/\"},"
                    + "{\"path\":\"/v1/stores\",\"example\":"
                    + "\"/v1/stores?country=US&state=NE&city=Omaha&postcode=68144&limit=10\"},"
                    + "{\"path\":\"/v1/stores/count\",\"example\":"
                    + "\"/v1/stores/count?country=US&state=NE\"},"
                    + "{\"path\":\"/v1/stores/near\",\"example\":"
                    + "\"/v1/stores/near?latitude=41.24&longitude=-96.1&limit=5\"},"
                    + "{\"path\":\"/v1/stores/{storeNumber}\",\"example\":"
                    + "\"/v1/stores/2651-53179\"},"
                    + "{\"path\":\"/v1/cells\",\"example\":\"/v1/cells?bbox=-125,24,-66,50\"},"
                    + "{\"path\":\"/v1/locations\",\"example\":\"/v1/locations\"},"
                    + "{\"path\":\"/v1/locations/{country}\",\"example\":\"/v1/locations/US\"},"
                    + "{\"path\":\"/v1/locations/{country}/{state}\","
                    + "\"example\":\"/v1/locations/US/NE\"},"
                    + "{\"path\":\"/v1/locations/{country}/{state}/{city}\","
                    + "\"example\":\"/v1/locations/US/NE/OMAHA\"},"
                    + "{\"path\":\"/map/{file}\",\"example\":\"/map/main.js\"},"
                    + "{\"path\":\"/health/live\",\"example\":\"/health/live\"},"
                    + "{\"path\":\"/health/ready\",\"example\":\"/health/ready\"},"
                    + "{\"path\":\"/metrics\",\"example\":\"/metrics\"},"
                    + Stream.of(
                            "/openapi.yaml",
                            "/docs",
                            "/docs/initializer.js",
                            "/docs/swagger-ui-bundle.js",
                            "/docs/swagger-ui.css",
                            "/docs/favicon.png")
                        .map("{\"path\":\"%1$s\",\"example\":\"%1$s\"}"::formatted)
                        .collect(Collectors.joining(","))
                    + "]}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/x",
        "/v1",
        "/v1/stores/1/2",
        "/v1/locations//",
        "//v1/stores",
        "/V1/stores",
        "/v1/locations/US//OMAHA",
        "/v1/locations/US/NE/OMAHA/68144",
        "/docs/index.html",
        "/map",
        "/map/index.html",
        "/map/none.js",
        "/map/LICENSE",
        "/map/..%2fopenapi.yaml",
        "/map/.js"
      })
  void shouldNotFindOtherRoutes(String path) {
    assertThat(http.get(path))
        .isEqualTo(
            problem(
                404,
                "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,"
                    + "\"detail\":\"there is no such route; see /\",\"instance\":\""
                    + path
                    + "\"}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "BREW"})
  void shouldRefuseOtherMethods(String method) {
    // when
    HttpResponse<String> response = http.send(method, "/v1/stores", "Accept", "text/html");

    // then
    assertThat(Http.answer(response))
        .isEqualTo(
            problem(
                405,
                "{\"type\":\"about:blank\",\"title\":\"Method Not Allowed\",\"status\":405,"
                    + "\"detail\":\"allowed here are GET, HEAD, OPTIONS\",\"instance\":\"/v1/stores\"}"));
    assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.1 | Expect: more | 417 Expectation Failed",
        "HTTP/2.0 | Accept: */* | 426 Upgrade Required",
        "HTTP/3.0 | Accept: */* | 505 HTTP Version Not Supported"
      })
  void shouldRefuseOtherVersionsOfHttp(String version, String field, String status) {
    assertThat(
            http.exchangeRaw(
                "GET / %s\r\nHost: x\r\nConnection: close\r\n%s\r\n\r\n".formatted(version, field)))
        .startsWith("HTTP/1.1 " + status + "\r\n")
        .contains("\r\nContent-Type: application/problem+json\r\n");
  }

  @Test
  void shouldStayWithItsVersionWhenAnotherIsOffered() {
    // as Java's own client does before every first request
    assertThat(
            http.exchangeTwo(
                String.join(
                    "\r\n",
                    "GET /health/live HTTP/1.1",
                    "Host: x",
                    "Connection: Upgrade, HTTP2-Settings, close",
                    "Upgrade: h2c",
                    "HTTP2-Settings: AAEAAEAAAAIAAAAA",
                    "",
                    "")))
        .startsWith("HTTP/1.1 200 OK\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/stores/%C3",
        "/v1/stores/%ED%A0%80",
        "/v1/stores/%u0041",
        "/v1/stores/;%C3",
        "/v1/stores/;%",
        "/nowhere/%C3"
      })
  void shouldRefuseAPathThatIsWronglyEncoded(String path) {
    assertThat(http.getRaw(path))
        .startsWith("HTTP/1.1 400 Bad Request\r\n")
        .contains("\r\nContent-Type: application/problem+json\r\n")
        .endsWith(
            "\r\n\r\n{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
                + "\"detail\":\"the path is not percent-encoded UTF-8\",\"instance\":\"%s\"}"
                    .formatted(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"country=%zz", "country=US&state=%FF", "country=US&state=%ED%A0%80", "%=1", "%"})
  void shouldRefuseAQueryThatIsWronglyEncoded(String query) {
    assertThat(http.getRaw("/v1/stores?" + query))
        .startsWith("HTTP/1.1 400 Bad Request\r\n")
        .endsWith(
            "\r\n\r\n{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
                + "\"detail\":\"the query is not percent-encoded UTF-8\","
                + "\"instance\":\"/v1/stores\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/stores/%ZZ", "/v1/stores/%", "/v1/stores/%1"})
  void shouldRefuseAPathThatTheServerCannotRead(String path) {
    assertThat(http.getRaw(path))
        .startsWith("HTTP/1.1 400 Bad Request\r\n")
        .contains("\r\nContent-Type: application/problem+json\r\n")
        .endsWith(
            "\r\n\r\n{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
                + "\"detail\":\"the request can't be read: it is not HTTP, or its path is not"
                + " percent-encoded UTF-8\"}");
  }

  @Test
  void shouldTakeRawUtf8AsBrowsersOfOldSendIt() {
    // given
    api.put(Stores.at("raw", "DK", "84", "\u00c5", null));

    // when: the two bytes of Å
    String response = http.getRaw("/v1/stores/count?country=DK&state=84&city=\u00c3\u0085");

    // then
    assertThat(response).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n{\"count\":1}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BEFORE", "HEAD", "OPTIONS", "GET"})
  void shouldRefuseToTakeOneMethodForAnother(String method) {
    HttpResponse<String> response =
        http.send("GET", "/v1/stores/1", "X-HTTP-Method-Override", method);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().allValues("Cache-Control")).containsExactly("no-store");
  }

  @Test
  void shouldRefuseWhatIsNotHttp() {
    assertThat(http.exchangeRaw("hello\r\n\r\n"))
        .startsWith("HTTP/1.1 400 Bad Request\r\n")
        .endsWith(
            "\r\n\r\n{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
                + "\"detail\":\"No URI\"}");
  }

  @Test
  void shouldRefuseAUriBeyondTheLimit() {
    assertThat(http.getRaw("/" + "a".repeat(17_000)))
        .startsWith("HTTP/1.1 414 URI Too Long\r\n")
        .endsWith(
            "\r\n\r\n{\"type\":\"about:blank\",\"title\":\"URI Too Long\",\"status\":414,"
                + "\"detail\":\"URI Too Long\"}");
  }

  @Test
  void shouldTakeNoRequestForAWebSocket() {
    assertThat(
            http.exchangeRaw(
                String.join(
                    "\r\n",
                    "GET /x HTTP/1.1",
                    "Host: x",
                    "Sec-WebSocket-Version: 13",
                    "Upgrade: websocket",
                    "Connection: upgrade, close",
                    "",
                    "")))
        .startsWith("HTTP/1.1 404 Not Found\r\n")
        .endsWith(
            "\r\n\r\n{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,"
                + "\"detail\":\"there is no such route; see /\",\"instance\":\"/x\"}");
  }

  @Test
  void shouldNotRevealWhatIsWrongWithAnItem() {
    // given
    api.putItem(
        Map.of(
            StoresTable.STORE_NUMBER,
            AttributeValue.fromS("broken"),
            StoresTable.COUNTRY,
            AttributeValue.fromS("US"),
            StoresTable.STATE_CITY_POSTCODE,
            AttributeValue.fromS("##"),
            StoresTable.VERSION,
            AttributeValue.fromS("NULL")));

    // when, then
    assertThat(http.get("/v1/stores/broken"))
        .isEqualTo(
            problem(
                500,
                "{\"type\":\"about:blank\",\"title\":\"Internal Server Error\",\"status\":500,"
                    + "\"detail\":\"the request failed; the log says why\","
                    + "\"instance\":\"/v1/stores/broken\"}"));
  }
}
