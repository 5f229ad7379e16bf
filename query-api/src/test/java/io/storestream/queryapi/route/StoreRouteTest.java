package io.storestream.queryapi.route;

import static io.storestream.queryapi.Http.json;
import static io.storestream.queryapi.Http.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.model.Store;
import io.storestream.queryapi.Http;
import io.storestream.queryapi.Stores;
import io.storestream.queryapi.TestApi;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StoreRouteTest {

  private TestApi api;
  private Http http;

  @BeforeAll
  void start() {
    api = TestApi.over("StoreRouteTest");
    http = api.http();
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @Test
  void shouldAnswerWithEveryFieldOfAStore() {
    // given
    api.put(
        Stores.versioned(
            new Store(
                "2651-53179",
                "Starbucks",
                "125th & W. Center Rd.",
                "Licensed",
                "12245 West Center Road",
                "Omaha",
                "NE",
                "us",
                "681443957",
                "402-691-0000",
                "GMT-06:00 America/Chicago",
                new BigDecimal("-96.10"),
                new BigDecimal("41.24")),
            Instant.parse("2017-02-01T00:00:00Z")));

    // when, then: the country is as a normalized name, all else as it was given
    assertThat(http.get("/v1/stores/2651-53179"))
        .isEqualTo(
            json(
                "{\"storeNumber\":\"2651-53179\",\"brand\":\"Starbucks\","
                    + "\"storeName\":\"125th & W. Center Rd.\",\"ownershipType\":\"Licensed\","
                    + "\"streetAddress\":\"12245 West Center Road\",\"city\":\"Omaha\","
                    + "\"state\":\"NE\",\"country\":\"US\",\"postcode\":\"681443957\","
                    + "\"phoneNumber\":\"402-691-0000\","
                    + "\"timezone\":\"GMT-06:00 America/Chicago\",\"longitude\":-96.10,"
                    + "\"latitude\":41.24,\"updatedAt\":\"2017-02-01T00:00:00Z\"}"));
  }

  @Test
  void shouldLeaveOutWhatAStoreDoesNotHave() {
    // given
    api.put(Stores.at("bare", "C#1%", null, null, null));

    // when, then
    assertThat(http.get("/v1/stores/bare"))
        .isEqualTo(
            json(
                "{\"storeNumber\":\"bare\",\"country\":\"C#1%\","
                    + "\"updatedAt\":\"1970-01-01T00:00:00.001Z\"}"));
  }

  @Test
  void shouldAnswerWithoutATimeIfAnotherProgramWroteTheItem() {
    // given
    api.putItem(
        Map.of(
            StoresTable.STORE_NUMBER, AttributeValue.fromS("foreign"),
            StoresTable.COUNTRY, AttributeValue.fromS("US"),
            StoresTable.STATE_CITY_POSTCODE, AttributeValue.fromS("NE##")));

    // when, then
    assertThat(http.get("/v1/stores/foreign"))
        .isEqualTo(json("{\"storeNumber\":\"foreign\",\"country\":\"US\"}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/b",
        "a b",
        "a+b",
        "a#b",
        "a?b",
        "50%",
        "%2F",
        "Ünïcödé 店 🏪",
        "..",
        "a\\b",
        "a;b"
      })
  void shouldFindAnyStoreNumberByItsEncoding(String storeNumber) {
    // given
    api.put(Stores.at(storeNumber, "US", null, null, null));

    // when
    String path = URLEncoder.encode(storeNumber, StandardCharsets.UTF_8).replace("+", "%20");
    String response = http.getRaw("/v1/stores/" + path.replace("..", "%2E%2E"));

    // then
    String quoted = storeNumber.replace("\\", "\\\\");
    assertThat(response)
        .startsWith("HTTP/1.1 200 OK\r\n")
        .endsWith(
            "\r\n\r\n{\"storeNumber\":\"%s\",\"country\":\"US\",".formatted(quoted)
                + "\"updatedAt\":\"1970-01-01T00:00:00.001Z\"}");
  }

  @Test
  void shouldFindAStoreNumberedCountByAnEncodedLetter() {
    // given
    api.put(Stores.at("count", "US", null, null, null));

    // when, then
    assertThat(http.get("/v1/stores/%63ount"))
        .isEqualTo(
            json(
                "{\"storeNumber\":\"count\",\"country\":\"US\","
                    + "\"updatedAt\":\"1970-01-01T00:00:00.001Z\"}"));
  }

  @Test
  void shouldNotFindWhatIsNotThere() {
    assertThat(http.get("/v1/stores/no%2Fsuch"))
        .isEqualTo(
            problem(
                404,
                "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,"
                    + "\"detail\":\"there is no store no/such\","
                    + "\"instance\":\"/v1/stores/no%2Fsuch\"}"));
  }

  @Test
  void shouldNotFindADeletedStore() {
    // given
    api.put(Stores.at("gone", "US", "NE", null, null));
    api.put(Stores.deleted("gone"));

    // when, then
    assertThat(http.get("/v1/stores/gone"))
        .isEqualTo(
            problem(
                404,
                "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,"
                    + "\"detail\":\"there is no store gone\",\"instance\":\"/v1/stores/gone\"}"));
  }

  @Test
  void shouldRefuseAStoreNumberThatNoStoreCanHave() {
    String tooLong = "/v1/stores/" + "n".repeat(2049);
    assertThat(http.get(tooLong))
        .isEqualTo(
            problem(
                400,
                "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
                    + "\"detail\":\"storeNumber takes 2,049 bytes, more than 2,048\","
                    + "\"instance\":\""
                    + tooLong
                    + "\",\"parameter\":\"storeNumber\"}"));
    assertThat(http.get("/v1/stores/%20"))
        .isEqualTo(
            problem(
                400,
                "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
                    + "\"detail\":\"storeNumber is missing\",\"instance\":\"/v1/stores/%20\","
                    + "\"parameter\":\"storeNumber\"}"));
  }

  @Test
  void shouldAcceptTheLongestStoreNumber() {
    assertThat(http.get("/v1/stores/" + "%C3%A9".repeat(1024)).status()).isEqualTo(404);
  }

  @Test
  void shouldRefuseParameters() {
    assertThat(http.get("/v1/stores/1?country=US"))
        .isEqualTo(
            problem(
                400,
                "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
                    + "\"detail\":\"unknown parameter country; there is only consistent\","
                    + "\"instance\":\"/v1/stores/1\",\"parameter\":\"country\"}"));
  }

  @Test
  void shouldAnswerHeadAsGetButWithoutBody() {
    // given
    api.put(Stores.at("head", "US", null, null, null));

    // when
    HttpResponse<String> found = http.send("HEAD", "/v1/stores/head");
    HttpResponse<String> missing = http.send("HEAD", "/v1/stores/headless");

    // then
    assertThat(found.statusCode()).isEqualTo(200);
    assertThat(found.headers().firstValue("Content-Length"))
        .hasValue(Integer.toString(http.get("/v1/stores/head").body().length()));
    assertThat(found.body()).isEmpty();
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.body()).isEmpty();
  }
}
