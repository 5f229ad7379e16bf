package io.storestream.queryapi.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.storestream.model.VersionedStore;
import io.storestream.queryapi.GeneratedDynamoDb;
import io.storestream.queryapi.Http;
import io.storestream.queryapi.Stores;
import io.storestream.queryapi.TestApi;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WholeListTest {

  private static final int STORES = 10_000;
  private static final int NAME_LETTERS = 1_500;
  private static final int SEGMENTS = 4;

  /** Three of 2,500 stores for each segment. */
  private static final int PAGES = 12;

  private static final int LISTS_AT_ONCE = 6;
  private static final String CSV = "/v1/stores?format=csv";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{7}");

  private final GeneratedDynamoDb dynamoDb = new GeneratedDynamoDb(STORES, NAME_LETTERS);
  private final TestApi api = TestApi.over("generated", dynamoDb);
  private final Http http = api.http();

  @AfterEach
  void stop() {
    api.close();
  }

  @ParameterizedTest
  @CsvSource({
    "csv, text/csv;charset=utf-8;header=present",
    "ndjson, application/x-ndjson",
    "geojson, application/geo+json",
  })
  void shouldHoldEachStoreOnce(String format, String contentType) {
    // when
    HttpResponse<String> list = http.send("GET", "/v1/stores?format=" + format);
    // then
    assertThat(list.statusCode()).isEqualTo(200);
    assertThat(Http.header(list, "Content-Type")).isEqualTo(contentType);
    assertThat(Http.header(list, "Content-Disposition"))
        .isEqualTo("attachment; filename=\"stores." + format + "\"");
    assertThat(NUMBER.matcher(numbers(format, list.body())).results().map(MatchResult::group))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, STORES).mapToObj(GeneratedDynamoDb::number).toList());
    assertThat(dynamoDb.queries()).isEqualTo(PAGES);
  }

  /** A feature has the number twice: as its ID and in its properties. */
  private static String numbers(String format, String body) {
    return format.equals("geojson") ? body.replaceAll("\"id\":\"[0-9]*\"", "") : body;
  }

  @Test
  void shouldListTheStoresOfAllCountriesWithoutDeletedOnes() throws IOException {
    try (TestApi small = TestApi.over("WholeListTest")) {
      // given
      small.put(
          Stores.at("1", "US", "NE", "Omaha", "68144"),
          Stores.at("2", "DE", "BY", null, null),
          Stores.at("3", "FR", null, null, null),
          Stores.at("4", "FR", "75", "Paris", "75001"));
      small.put(Stores.deleted("3"));
      Http client = small.http();
      // when, then
      assertThat(client.get(CSV).body().lines().skip(1))
          .containsExactlyInAnyOrder(
              ",1,,,,Omaha,NE,US,68144,,,,", ",2,,,,,BY,DE,,,,,", ",4,,,,Paris,75,FR,75001,,,,");
      assertThat(client.get("/v1/stores?format=ndjson").body().lines())
          .containsExactlyInAnyOrder(
              client.get("/v1/stores/1").body(),
              client.get("/v1/stores/2").body(),
              client.get("/v1/stores/4").body());
      JsonNode features =
          new ObjectMapper().readTree(client.get("/v1/stores?format=geojson").body());
      assertThat(features.path("features").findValuesAsText("id"))
          .containsExactlyInAnyOrder("1", "2", "4");
      assertThat(features.path("nextCursor").isNull()).isTrue();
    }
  }

  @Test
  void shouldBeEmptyWithoutStores() {
    try (TestApi empty = TestApi.over("WholeListTestEmpty")) {
      assertThat(empty.http().get(CSV).body().lines()).hasSize(1);
      assertThat(empty.http().get("/v1/stores?format=ndjson").body()).isEmpty();
      assertThat(empty.http().get("/v1/stores?format=geojson").body())
          .isEqualTo("{\"type\":\"FeatureCollection\",\"features\":[],\"nextCursor\":null}");
    }
  }

  @Test
  void shouldFollowTheHeaderAcceptToo() {
    HttpResponse<String> list = http.send("GET", "/v1/stores", "Accept", "application/x-ndjson");

    assertThat(list.statusCode()).isEqualTo(200);
    assertThat(list.body().lines()).hasSize(STORES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "ndjson", "geojson"})
  void shouldNameTheFileOfALocation(String format) {
    HttpResponse<String> stores = http.send("GET", "/v1/stores?country=us&format=" + format);

    // A page is no file.
    assertThat(Http.header(stores, "Content-Disposition"))
        .isEqualTo(
            format.equals("geojson")
                ? null
                : "attachment; filename=\"stores-US.%s\"".formatted(format));
  }

  @Test
  void shouldAskForNoMoreThanTheClientReads() throws IOException {
    // given: 15 MB, of which the network and the client hold a few
    try (InputStream body = http.open(CSV).body()) {
      // when: the caller reads nothing
      awaitStandstill();
      // then: four pages wait besides
      assertThat(dynamoDb.queries()).isLessThan(PAGES - 2);
      // when: it reads on
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
      // then
      assertThat(lines.lines()).hasSize(1 + STORES);
    }
    assertThat(dynamoDb.queries()).isEqualTo(PAGES);
  }

  @Test
  void shouldReadNoMoreWhenTheReaderLeaves() throws IOException {
    // given
    InputStream body = http.open(CSV).body();
    awaitStandstill();
    int read = dynamoDb.queries();
    // when
    body.close();
    // then
    awaitAborted("reader", 1);
    assertThat(dynamoDb.queries()).isEqualTo(read).isLessThan(PAGES);
  }

  @Test
  void shouldNeverLookCompleteIfItIsNot() throws IOException {
    // given
    dynamoDb.failingFrom = PAGES;
    // when, then
    try (InputStream body = http.open(CSV).body()) {
      assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
    }
    awaitAborted("server", 1);
    awaitAborted("reader", 0);
  }

  @Test
  void shouldSayWhatIsWrongBeforeTheFirstByte() {
    // given
    dynamoDb.failingFrom = 1;
    // when
    HttpResponse<String> refused = http.send("GET", CSV);
    // then
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("\"detail\":\"the table can't answer at the moment\"");
    assertThat(Http.header(refused, "Content-Disposition")).isNull();
  }

  @Test
  void shouldReadOnePageOfEachSegmentForItsHead() {
    // when
    HttpResponse<String> head = http.send("HEAD", CSV);
    // then
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(Http.header(head, "Content-Disposition"))
        .isEqualTo("attachment; filename=\"stores.csv\"");
    assertThat(dynamoDb.queries()).isEqualTo(SEGMENTS);
  }

  @Test
  void shouldRefuseMoreListsThanMemoryIsFor() {
    // given
    dynamoDb.gate = new CompletableFuture<>();
    List<CompletableFuture<Http.Answer>> running = new ArrayList<>();
    for (int i = 0; i < LISTS_AT_ONCE; i++) {
      running.add(http.getAsync(CSV));
    }
    Awaitility.await().until(() -> dynamoDb.queries() == LISTS_AT_ONCE * SEGMENTS);
    // when, then
    assertThat(http.get(CSV))
        .isEqualTo(
            Http.problem(
                503,
                "{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,"
                    + "\"detail\":\"too many stores are being streamed\","
                    + "\"instance\":\"/v1/stores\"}"));
    // when: those that run come to their end
    dynamoDb.gate.complete(null);
    // then
    assertThat(running).allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(200));
    dynamoDb.gate = CompletableFuture.completedFuture(null);
    Awaitility.await().until(() -> http.send("HEAD", CSV).statusCode() == 200);
  }

  @Test
  void shouldSkipPagesOfDeletedStoresOnly() {
    try (TestApi small = TestApi.over("WholeListTestDeleted")) {
      // given
      small.put(
          IntStream.range(0, 50)
              .mapToObj(it -> Stores.deleted(Integer.toString(it)))
              .toArray(VersionedStore[]::new));
      // when, then
      assertThat(small.http().get(CSV).body().lines()).hasSize(1);
    }
  }

  private void awaitAborted(String cause, int count) {
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(http.get("/metrics").body())
                    .contains(
                        "http_server_requests_cut_off_total{cause=\"%s\"} %d.0\n"
                            .formatted(cause, count)));
  }

  private void awaitStandstill() {
    int[] queries = {0};
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(300))
        .until(
            () -> {
              int before = queries[0];
              queries[0] = dynamoDb.queries();
              return before > 0 && queries[0] == before;
            });
  }
}
