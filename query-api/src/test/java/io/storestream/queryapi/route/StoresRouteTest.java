package io.storestream.queryapi.route;

import static io.storestream.queryapi.Http.json;
import static io.storestream.queryapi.Http.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.queryapi.Http;
import io.storestream.queryapi.Stores;
import io.storestream.queryapi.TestApi;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StoresRouteTest {

  private static final Pattern NUMBER = Pattern.compile("\"storeNumber\":\"([^\"]*)\"");

  private TestApi api;
  private Http http;

  @BeforeAll
  void start() {
    api = TestApi.over("StoresRouteTest");
    http = api.http();
    api.put(
        Stores.at("bg2", "BG", "2", "Burgas", "8000"),
        Stores.at("bg22", "BG", "22", "Sofia", "1000"),
        Stores.at("bg23", "BG", "23", "Sofia", "1000"),
        Stores.at("bogota", "CO", "DC", "Bogota", null),
        Stores.at("bogota-dc", "CO", "DC", "Bogota D.C.", null),
        Stores.at("bogota-110", "CO", "DC", "BOGOTA", "110111"),
        Stores.at("zip", "US", "NE", "Omaha", "68144"),
        Stores.at("zip4", "US", "NE", "Omaha", "681443957"),
        Stores.at("zip-other", "US", "NE", "Omaha", "68145"),
        Stores.at("no-zip", "US", "NE", "Omaha", null),
        Stores.at("no-city", "US", "NE", null, null),
        Stores.at("no-state", "US", null, "Omaha", "68144"),
        Stores.at("no-place", "US", null, null, null),
        Stores.at("spaces", "US", "NY", "  New \t York ", "10001"),
        Stores.at("hash", "XX", "A#B", "C", "1"),
        Stores.at("hash-apart", "XX", "A", "B#C", "1"),
        Stores.at("percent", "XX", "A%23B", "C", "1"),
        Stores.at("composed", "DK", "84", "K\u00f8benhavn \u00c5", "1"),
        Stores.at("decomposed", "DK", "84", "K\u00f8benhavn A\u030a", "2"),
        Stores.at("country-hash", "C#1%", null, null, null),
        Stores.at("deleted", "US", "NE", "Omaha", "68144"));
    api.put(Stores.deleted("deleted"));
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @Test
  void shouldAnswerWithThePageOfALocation() {
    assertThat(http.get("/v1/stores?country=BG&state=2"))
        .isEqualTo(
            json(
                "{\"stores\":[{\"storeNumber\":\"bg2\",\"city\":\"Burgas\",\"state\":\"2\","
                    + "\"country\":\"BG\",\"postcode\":\"8000\","
                    + "\"updatedAt\":\"1970-01-01T00:00:00.001Z\"}],\"nextCursor\":null}"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "/lookups.csv", useHeadersInDisplayName = false, numLinesToSkip = 1)
  void shouldFindExactlyTheStoresOfALocation(String description, String query, String expected) {
    // given
    List<String> stores = expected == null ? List.of() : List.of(expected.split(" "));

    // when
    Http.Answer page = http.get("/v1/stores?" + query);
    Http.Answer count = http.get("/v1/stores/count?" + query);

    // then
    if (stores.isEmpty()) {
      assertThat(List.of(page.status(), count.status())).as(description).containsOnly(404);
      return;
    }
    assertThat(NUMBER.matcher(page.body()).results().map(match -> match.group(1)))
        .as(description)
        .containsExactlyElementsOf(stores);
    assertThat(page.body()).endsWith("],\"nextCursor\":null}");
    assertThat(count).isEqualTo(json("{\"count\":%d}".formatted(stores.size())));
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "/refused.csv", numLinesToSkip = 1)
  void shouldRefuseAndNameTheParameter(String query, String parameter, String detail) {
    assertThat(http.get("/v1/stores?" + (query == null ? "" : query)))
        .isEqualTo(
            problem(
                400,
                "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,\"detail\":\""
                    + detail
                    + "\",\"instance\":\"/v1/stores\",\"parameter\":\""
                    + parameter
                    + "\"}"));
  }

  @Test
  void shouldRefusePagingParametersWhenCounting() {
    assertThat(http.get("/v1/stores/count?country=US&limit=1"))
        .isEqualTo(
            problem(
                400,
                "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
                    + "\"detail\":\"unknown parameter limit; there are country, state, city,"
                    + " postcode\",\"instance\":\"/v1/stores/count\",\"parameter\":\"limit\"}"));
  }

  @Test
  void shouldRefuseALocationLongerThanAnyStoreHas() {
    // given: 1,025 bytes each, in normalized names
    String country = "country=" + "c".repeat(1025);
    String state = "country=US&state=" + "s".repeat(1024);
    String city = "country=US&state=NE&city=" + "c".repeat(1021);
    String postcode = "country=US&state=NE&city=Omaha&postcode=" + "%23".repeat(339);

    // when, then
    String document =
        "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
            + "\"detail\":\"the normalized location is longer than 1,024 bytes\","
            + "\"instance\":\"/v1/stores\",\"parameter\":\"%s\"}";
    assertThat(http.get("/v1/stores?" + country))
        .isEqualTo(problem(400, document.formatted("country")));
    assertThat(http.get("/v1/stores?" + state))
        .isEqualTo(problem(400, document.formatted("state")));
    assertThat(http.get("/v1/stores?" + city)).isEqualTo(problem(400, document.formatted("city")));
    assertThat(http.get("/v1/stores?" + postcode))
        .isEqualTo(problem(400, document.formatted("postcode")));
  }

  @Test
  void shouldAcceptTheLongestLocation() {
    assertThat(http.get("/v1/stores?country=US&state=" + "s".repeat(1023)).status()).isEqualTo(404);
  }
}
