package io.storestream.queryapi.route;

import static io.storestream.queryapi.Http.header;
import static io.storestream.queryapi.Http.json;
import static io.storestream.queryapi.Http.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.queryapi.Http;
import io.storestream.queryapi.Stores;
import io.storestream.queryapi.TestApi;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes of the map, over DynamoDB Local. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GeoRoutesTest {

  private static final Pattern NUMBER = Pattern.compile("\"storeNumber\":\"([^\"]*)\"");
  private static final Pattern NEXT = Pattern.compile("\"nextCursor\":\"([^\"]*)\"");
  private static final String OMAHA = "/v1/stores/near?latitude=41.24&longitude=-96.1";
  private static final String WINDOW = "/v1/stores?bbox=-97,41,-95,42";
  private static final String STORE =
      "{\"storeNumber\":\"%s\",\"country\":\"US\",\"longitude\":%s,\"latitude\":%s%s"
          + ",\"updatedAt\":\"1970-01-01T00:00:00.001Z\"%s}";

  private TestApi api;
  private Http http;

  @BeforeAll
  void start() {
    api = TestApi.over("GeoRoutesTest");
    http = api.http();
    api.put(
        Stores.at("omaha", "41.24", "-96.1"),
        Stores.at("lincoln", "40.81", "-96.68"),
        Stores.at("council-bluffs", "41.26", "-95.86"),
        Stores.at("suva", "-18.14", "178.44"),
        Stores.at("apia", "-13.83", "-171.77"),
        Stores.at("near", "US", null, null, null),
        Stores.at("nowhere", "US", "NE", "Omaha", null),
        Stores.at("closed", "41.24", "-96.1"));
    api.put(Stores.deleted("closed"));
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @Test
  void shouldAnswerWithTheNearestStores() {
    HttpResponse<String> response = http.send("GET", OMAHA + "&limit=2");
    assertThat(Http.answer(response))
        .isEqualTo(
            json(
                "{\"stores\":["
                    + near("omaha", "-96.1", "41.24", "0.0")
                    + ","
                    + near("council-bluffs", "-95.86", "41.26", "20.187")
                    + "]}"));
    assertThat(header(response, "Table-Requests")).isEqualTo("8");
    assertThat(header(response, "Table-Read-Units")).isEqualTo("4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "latitude=41.24&longitude=-96.1 | omaha council-bluffs lincoln apia suva",
        "latitude=41.24&longitude=-96.1&limit=1 | omaha",
        "latitude=41.24&longitude=-96.1&radiusKm=20.2 | omaha council-bluffs",
        "latitude=41.24&longitude=-96.1&radiusKm=.01 | omaha",
        "latitude=40&longitude=-100&radiusKm=1e-3 | ''",
        "latitude=-16&longitude=-180&limit=2 | suva apia",
        "latitude=-16&longitude=180&limit=2 | suva apia",
        "latitude=90&longitude=0&limit=3 | council-bluffs omaha lincoln",
        "latitude=-9e1&longitude=-0.&limit=1 | suva"
      })
  void shouldFindTheNearest(String query, String expected) {
    assertThat(numbers(http.get("/v1/stores/near?" + query)))
        .containsExactlyElementsOf(expected.isEmpty() ? List.of() : List.of(expected.split(" ")));
  }

  @Test
  void shouldFindTheStoreThatIsNumberedNear() {
    assertThat(http.get("/v1/stores/near%20"))
        .isEqualTo(
            json(
                "{\"storeNumber\":\"near\",\"country\":\"US\","
                    + "\"updatedAt\":\"1970-01-01T00:00:00.001Z\"}"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "/refused-geo.csv", numLinesToSkip = 1)
  void shouldRefuseAndNameTheParameter(String path, String query, String parameter, String detail) {
    assertThat(http.get(path + "?" + (query == null ? "" : query)))
        .isEqualTo(
            problem(
                400,
                ("{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
                        + "\"detail\":\"%s\",\"instance\":\"%s\",\"parameter\":\"%s\"}")
                    .formatted(detail, path, parameter)));
  }

  @Test
  void shouldAnswerWithTheStoresOfAWindow() {
    HttpResponse<String> response = http.send("GET", WINDOW);
    assertThat(Http.answer(response))
        .isEqualTo(
            json(
                "{\"stores\":["
                    + STORE.formatted("omaha", "-96.1", "41.24", "", "")
                    + ","
                    + STORE.formatted("council-bluffs", "-95.86", "41.26", "", "")
                    + "],\"nextCursor\":null}"));
    assertThat(header(response, "Table-Requests")).isEqualTo("8");
    assertThat(header(response, "Table-Read-Units")).isEqualTo("4");
    assertThat(header(response, "Link")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-180,-90,180,90 | apia lincoln omaha council-bluffs suva",
        "178,-20,-171,-10 | apia suva",
        "-171,-20,178,-10 | ''",
        "-96.1,41.24,-96.1,41.24 | omaha",
        "0,0,1,1 | ''"
      })
  void shouldFindExactlyTheStoresOfAWindow(String bbox, String expected) {
    List<String> stores = expected.isEmpty() ? List.of() : List.of(expected.split(" "));
    assertThat(numbers(http.get("/v1/stores?bbox=" + bbox))).isEqualTo(stores);
    assertThat(numbers(http.get("/v1/stores?format=ndjson&bbox=" + bbox))).isEqualTo(stores);
  }

  @Test
  void shouldLinkPagesOfAWindow() {
    List<String> found = new ArrayList<>();
    String target = "/v1/stores?bbox=-180%2C-90%2C180%2C90&limit=2&format=geojson";
    while (target != null) {
      HttpResponse<String> page = http.send("GET", target);
      found.addAll(numbers(Http.answer(page)));
      Matcher next = NEXT.matcher(page.body());
      String link = header(page, "Link");
      target = next.find() ? String.valueOf(link).replaceAll("^<|>.*", "") : null;
      assertThat(link)
          .isEqualTo(
              target == null
                  ? null
                  : "</v1/stores?bbox=-180%%2C-90%%2C180%%2C90&limit=2&format=geojson&cursor=%s>; rel=\"next\""
                      .formatted(next.group(1)));
    }
    assertThat(found).containsExactly("apia", "lincoln", "omaha", "council-bluffs", "suva");
  }

  @Test
  void shouldRefuseTheCursorOfAnotherWindowOrLocation() {
    // given
    Matcher cursor = NEXT.matcher(http.get(WINDOW + "&limit=1").body());
    assertThat(cursor.find()).isTrue();

    // when, then
    assertThat(numbers(http.get("/v1/stores?bbox=-97.0,4.1e1,-95,42&cursor=" + cursor.group(1))))
        .containsExactly("council-bluffs");
    String refused =
        "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,\"detail\":\"cursor is"
            + " damaged or belongs to another query; start again without one\","
            + "\"instance\":\"/v1/stores\",\"parameter\":\"cursor\"}";
    assertThat(http.get("/v1/stores?bbox=-97,41,-95,43&cursor=" + cursor.group(1)))
        .isEqualTo(problem(400, refused));
    assertThat(http.get("/v1/stores?country=US&cursor=" + cursor.group(1)))
        .isEqualTo(problem(400, refused));
  }

  @Test
  void shouldSendTheStoresOfAWindowAsAFile() {
    HttpResponse<String> response = http.send("GET", WINDOW + "&format=csv");
    assertThat(response.body().lines()).hasSize(3);
    assertThat(header(response, "Content-Disposition"))
        .isEqualTo("attachment; filename=\"stores-bbox.csv\"");
  }

  @Test
  void shouldAnswerWithTheCellsOfAWindow() {
    HttpResponse<String> response = http.send("GET", "/v1/cells?bbox=-97,40,-95,42&level=3");
    assertThat(Http.answer(response))
        .isEqualTo(
            json(
                "{\"level\":3,\"cells\":["
                    + "{\"cell\":\"9z7\",\"count\":3,\"latitude\":41.484375,\"longitude\":-96.328125}"
                    + "]}"));
    assertThat(header(response, "Table-Requests")).isEqualTo("3");
    assertThat(header(response, "Table-Read-Units")).isEqualTo("1.5");
  }

  @Test
  void shouldAnswerWithTheCellsOfTheWorld() {
    assertThat(http.get("/v1/cells"))
        .isEqualTo(
            json(
                "{\"level\":2,\"cells\":["
                    + "{\"cell\":\"2j\",\"count\":1,\"latitude\":-14.0625,\"longitude\":-174.375},"
                    + "{\"cell\":\"9z\",\"count\":3,\"latitude\":42.1875,\"longitude\":-95.625},"
                    + "{\"cell\":\"ru\",\"count\":1,\"latitude\":-19.6875,\"longitude\":174.375}]}"));
  }

  @Test
  void shouldAnswerWithCellsAsFeatures() {
    String features =
        "{\"type\":\"FeatureCollection\",\"level\":3,\"features\":[{\"type\":\"Feature\","
            + "\"id\":\"9z7\",\"geometry\":{\"type\":\"Point\","
            + "\"coordinates\":[-96.328125,41.484375]},"
            + "\"properties\":{\"cell\":\"9z7\",\"count\":3}}]}";
    String target = "/v1/cells?bbox=-97,41,-95,42&level=3";
    Http.Answer expected = new Http.Answer(200, "application/geo+json", features);
    assertThat(http.get(target + "&format=geojson")).isEqualTo(expected);
    assertThat(Http.answer(http.send("GET", target, "Accept", "application/geo+json")))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {OMAHA, WINDOW, "/v1/cells"})
  void shouldNotSendAgainWhatTheClientHas(String target) {
    // given
    HttpResponse<String> first = http.send("GET", target);

    // when
    String tag = String.valueOf(header(first, "ETag"));
    HttpResponse<String> second = http.send("GET", target, "If-None-Match", tag);
    HttpResponse<String> head = http.send("HEAD", target);

    // then
    assertThat(second.statusCode()).isEqualTo(304);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(header(head, "ETag")).isEqualTo(tag);
    assertThat(header(head, "Table-Requests")).isEqualTo(header(first, "Table-Requests"));
    assertThat(header(second, "Table-Requests")).isEqualTo(header(first, "Table-Requests"));
  }

  @Test
  void shouldSayHowATableGetsTheIndex() {
    try (TestApi without = TestApi.withoutCells("GeoRoutesTestWithoutCells")) {
      for (String path : List.of("/v1/stores/near", "/v1/stores", "/v1/cells")) {
        String query = path.endsWith("near") ? "latitude=1&longitude=1" : "bbox=0,0,1,1";
        assertThat(without.http().get(path + "?" + query))
            .isEqualTo(
                problem(
                    501,
                    "{\"type\":\"about:blank\",\"title\":\"Not Implemented\",\"status\":501,"
                        + "\"detail\":\"table GeoRoutesTestWithoutCells has no index StoreCellIndex,"
                        + " or DynamoDB is still building it; add it with `./stores rebuild --table"
                        + " GeoRoutesTestWithoutCells --add-index`, and ingest without --geo"
                        + " false\",\"instance\":\""
                        + path
                        + "\"}"));
      }
      // counts without index
      without.put(Stores.at("1", "1", "1"));
      assertThat(without.http().get("/v1/stores/near?latitude=1&longitude=1").status())
          .isEqualTo(501);
      assertThat(without.http().get("/v1/stores/1").status()).isEqualTo(200);
      assertThat(without.http().get("/v1/stores?country=US").status()).isEqualTo(200);
    }
  }

  private static String near(String number, String longitude, String latitude, String distance) {
    return STORE.formatted(number, longitude, latitude, "", ",\"distanceKm\":" + distance);
  }

  private static List<String> numbers(Http.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return NUMBER.matcher(answer.body()).results().map(match -> match.group(1)).toList();
  }
}
