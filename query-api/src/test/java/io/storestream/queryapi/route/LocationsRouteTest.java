package io.storestream.queryapi.route;

import static io.storestream.queryapi.Http.json;
import static io.storestream.queryapi.Http.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import io.storestream.model.Version;
import io.storestream.queryapi.Exchange;
import io.storestream.queryapi.Http;
import io.storestream.queryapi.Stores;
import io.storestream.queryapi.TestApi;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LocationsRouteTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private TestApi api;
  private Http http;

  @BeforeAll
  void start() {
    api = TestApi.over("LocationsRouteTest");
    http = api.http();
    api.put(
        Stores.at("1", "US", "NE", "Omaha", "68144"),
        Stores.at("2", "US", "NE", "omaha", "681443957"),
        Stores.at("3", "US", "NE", "Omaha", "68144"),
        Stores.at("4", "US", "NE", "Omaha", null),
        Stores.at("5", "US", "NE", "Lincoln", "68502"),
        Stores.at("6", "US", "NE", null, null),
        Stores.at("7", "US", "IA", "Ames", "50010"),
        Stores.at("8", "US", null, "Nowhere", "1 a#b"),
        Stores.at("9", "DK", "84", "K\u00f8benhavn", "2100"),
        Stores.at("gone", "US", "GONE", "Gone", "1"),
        Stores.at("odd", "A/B%", "C#?", "D + \u5e97\u00b7\ud83c\udfea&=;\"\\", "1"),
        Stores.at("dots", "A/B%", "..", ".", "1"),
        Stores.at("star", "*", "%2A", "a%20b", "1"),
        Stores.at("routes", "v1", "stores", "count", "1"));
    api.put(Stores.deleted("gone"));
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @Test
  void shouldShowACountryWithItsStates() {
    assertThat(http.get("/v1/locations/us"))
        .isEqualTo(
            json(
                "{\"name\":\"US\",\"count\":8,\"parents\":[{\"name\":null,"
                    + "\"href\":\"/v1/locations\"}],\"children\":["
                    + "{\"name\":\"\",\"count\":1,\"href\":\"/v1/locations/US/%20\"},"
                    + "{\"name\":\"IA\",\"count\":1,\"href\":\"/v1/locations/US/IA\"},"
                    + "{\"name\":\"NE\",\"count\":6,\"href\":\"/v1/locations/US/NE\"}],"
                    + "\"stores\":\"/v1/stores?country=US\"}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/v1/locations",
        "/v1/locations/US",
        "/v1/locations/us/%20",
        "/v1/locations/US/NE/OMAHA",
        "/v1/stores",
        "/v1/stores/1",
        "/v1/stores/unknown",
        "/v1/stores/count",
        "/health/live",
        "/openapi.yaml"
      })
  void shouldIgnoreASlashAtTheEndOfAPath(String path) {
    String slash = path.equals("/") ? "" : "/";

    Http.Answer answer = http.get(path + slash);

    Http.Answer expected = http.get(path);
    assertThat(answer.body().replace(path + slash + "\"", path + "\"")).isEqualTo(expected.body());
    assertThat(answer.status()).isEqualTo(expected.status());
  }

  @Test
  void shouldShowAStateWithItsCities() {
    assertThat(http.get("/v1/locations/US/NE"))
        .isEqualTo(
            json(
                "{\"name\":\"NE\",\"count\":6,\"parents\":[{\"name\":null,"
                    + "\"href\":\"/v1/locations\"},"
                    + "{\"name\":\"US\",\"href\":\"/v1/locations/US\"}],\"children\":["
                    + "{\"name\":\"\",\"count\":1,\"href\":\"/v1/locations/US/NE/%20\"},"
                    + "{\"name\":\"LINCOLN\",\"count\":1,"
                    + "\"href\":\"/v1/locations/US/NE/LINCOLN\"},"
                    + "{\"name\":\"OMAHA\",\"count\":4,\"href\":\"/v1/locations/US/NE/OMAHA\"}],"
                    + "\"stores\":\"/v1/stores?country=US&state=NE\"}"));
  }

  @Test
  void shouldShowACityWithItsPostcodesExactly() {
    String stores = "/v1/stores?country=US&state=NE&city=OMAHA";
    assertThat(http.get("/v1/locations/US/NE/Omaha"))
        .isEqualTo(
            json(
                "{\"name\":\"OMAHA\",\"count\":4,\"parents\":[{\"name\":null,"
                    + "\"href\":\"/v1/locations\"},"
                    + "{\"name\":\"US\",\"href\":\"/v1/locations/US\"},"
                    + "{\"name\":\"NE\",\"href\":\"/v1/locations/US/NE\"}],\"children\":["
                    + "{\"name\":\"\",\"count\":1},"
                    + "{\"name\":\"68144\",\"count\":2,\"href\":\""
                    + stores
                    + "&postcode=68144\"},"
                    + "{\"name\":\"681443957\",\"count\":1,\"href\":\""
                    + stores
                    + "&postcode=681443957\"}],\"stores\":\""
                    + stores
                    + "\"}"));
  }

  @Test
  void shouldShowTheStoresThatHaveNoStateOrCity() {
    assertThat(http.get("/v1/locations/US/%20/%20nowhere"))
        .isEqualTo(
            json(
                "{\"name\":\"NOWHERE\",\"count\":1,\"parents\":[{\"name\":null,"
                    + "\"href\":\"/v1/locations\"},"
                    + "{\"name\":\"US\",\"href\":\"/v1/locations/US\"},"
                    + "{\"name\":\"\",\"href\":\"/v1/locations/US/%20\"}],\"children\":["
                    + "{\"name\":\"1 A#B\",\"count\":1,\"href\":\"/v1/stores?country=US&state="
                    + "&city=NOWHERE&postcode=1%20A%23B\"}],"
                    + "\"stores\":\"/v1/stores?country=US&state=&city=NOWHERE\"}"));
    assertThat(http.get("/v1/locations/US/NE/%20"))
        .isEqualTo(
            json(
                "{\"name\":\"\",\"count\":1,\"parents\":[{\"name\":null,"
                    + "\"href\":\"/v1/locations\"},"
                    + "{\"name\":\"US\",\"href\":\"/v1/locations/US\"},"
                    + "{\"name\":\"NE\",\"href\":\"/v1/locations/US/NE\"}],"
                    + "\"children\":[{\"name\":\"\",\"count\":1}],"
                    + "\"stores\":\"/v1/stores?country=US&state=NE&city=\"}"));
  }

  @Test
  void shouldLeadFromTheWorldToEveryStore() throws IOException {
    // when
    List<String> visited = new ArrayList<>();
    long stores = walk("/v1/locations", visited);
    // then
    assertThat(stores).isEqualTo(13);
    assertThat(visited)
        .containsExactly(
            "/v1/locations",
            "/v1/locations/*",
            "/v1/locations/*/%252A",
            "/v1/locations/*/%252A/A%2520B",
            "/v1/locations/A%2FB%25",
            "/v1/locations/A%2FB%25/..%20",
            "/v1/locations/A%2FB%25/..%20/.%20",
            "/v1/locations/A%2FB%25/C%23%3F",
            "/v1/locations/A%2FB%25/C%23%3F/D%20%2B%20%E5%BA%97%C2%B7%F0%9F%8F%AA%26%3D%3B%22%5C",
            "/v1/locations/DK",
            "/v1/locations/DK/84",
            "/v1/locations/DK/84/K%C3%98BENHAVN",
            "/v1/locations/US",
            "/v1/locations/US/%20",
            "/v1/locations/US/%20/NOWHERE",
            "/v1/locations/US/IA",
            "/v1/locations/US/IA/AMES",
            "/v1/locations/US/NE",
            "/v1/locations/US/NE/%20",
            "/v1/locations/US/NE/LINCOLN",
            "/v1/locations/US/NE/OMAHA",
            "/v1/locations/V1",
            "/v1/locations/V1/STORES",
            "/v1/locations/V1/STORES/COUNT");
  }

  // Every count is what its children add up to, and what the list of its stores holds.
  private long walk(String href, List<String> visited) throws IOException {
    JsonNode location = get(href);
    long count = location.path("count").asLong();
    if (!location.path("stores").isNull()) {
      assertThat(get(location.path("stores").asText()).path("stores"))
          .as(href)
          .hasSize((int) count);
    }
    visited.add(href);
    long below = 0;
    for (JsonNode child : location.path("children")) {
      String next = child.path("href").asText();
      below +=
          next.startsWith("/v1/locations") ? walk(next, visited) : child.path("count").asLong();
      if (next.startsWith("/v1/locations")) {
        JsonNode parents = get(next).path("parents");
        assertThat(parents.get(parents.size() - 1).path("href").asText()).isEqualTo(href);
      }
    }
    assertThat(below).as(href).isEqualTo(count);
    return count;
  }

  private JsonNode get(String href) throws IOException {
    String response = http.getRaw(href);
    assertThat(response).as(href).startsWith("HTTP/1.1 200 OK\r\n");
    return JSON.readTree(Exchange.parse("GET " + href + " HTTP/1.1", response).body());
  }

  @Test
  void shouldShowAnEmptyWorld() {
    try (TestApi empty = TestApi.over("LocationsRouteTestEmpty")) {
      assertThat(empty.http().get("/v1/locations"))
          .isEqualTo(
              json("{\"name\":null,\"count\":0,\"parents\":[],\"children\":[],\"stores\":null}"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/locations/AQ",
        "/v1/locations/US/N",
        "/v1/locations/US/GONE",
        "/v1/locations/US/GONE/GONE",
        "/v1/locations/US/NE/OMAH"
      })
  void shouldNotFindALocationWithoutStores(String path) {
    assertThat(http.get(path).status()).isEqualTo(404);
  }

  @Test
  void shouldRefuseInvalidLocationNames() {
    assertThat(http.get("/v1/locations/%20/NE"))
        .isEqualTo(
            problem(
                400,
                "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
                    + "\"detail\":\"country is required\","
                    + "\"instance\":\"/v1/locations/%20/NE\",\"parameter\":\"country\"}"));
    String tooLong = "/v1/locations/US/NE/" + "c".repeat(1021);
    assertThat(http.get(tooLong))
        .isEqualTo(
            problem(
                400,
                "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
                    + "\"detail\":\"the normalized location is longer than 1,024 bytes\","
                    + "\"instance\":\""
                    + tooLong
                    + "\",\"parameter\":\"city\"}"));
  }

  @Test
  void shouldRefuseParameters() {
    assertThat(http.get("/v1/locations/US?state=NE"))
        .isEqualTo(
            problem(
                400,
                "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
                    + "\"detail\":\"unknown parameter state; there are none here\","
                    + "\"instance\":\"/v1/locations/US\",\"parameter\":\"state\"}"));
  }

  @Test
  void shouldAnswerWithTheCountThatIsKept() {
    try (TestApi counted = TestApi.over("LocationsRouteTestKept")) {
      // given: counts and stores that can't both be right
      counted.put(Stores.at("1", "US", "NE", "Omaha", "68144"));
      counted.putCount(count(7, "US"));
      counted.putCount(count(5, "US", "NE", "OMAHA"));
      // when, then
      Http client = counted.http();
      assertThat(client.get("/v1/stores/count?country=us")).isEqualTo(json("{\"count\":7}"));
      assertThat(client.get("/v1/stores/count?country=US&state=NE"))
          .isEqualTo(json("{\"count\":1}"));
      assertThat(client.get("/v1/stores/count?country=US&state=NE&city=Omaha"))
          .isEqualTo(json("{\"count\":5}"));
      assertThat(client.get("/v1/stores/count?country=US&state=NE&city=Omaha&postcode="))
          .isEqualTo(json("{\"count\":1}"));
      assertThat(client.get("/v1/locations/US").body()).startsWith("{\"name\":\"US\",\"count\":7,");
    }
  }

  private static LocationCount count(long count, String... names) {
    return new LocationCount(new Location(List.of(names)), count, new Version(0, 2));
  }
}
