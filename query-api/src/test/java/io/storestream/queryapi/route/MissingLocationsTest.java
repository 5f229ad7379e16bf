package io.storestream.queryapi.route;

import static io.storestream.queryapi.Http.json;
import static io.storestream.queryapi.Http.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import io.storestream.model.Version;
import io.storestream.queryapi.Http;
import io.storestream.queryapi.Stores;
import io.storestream.queryapi.TestApi;
import io.storestream.queryapi.suggest.Suggestions;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MissingLocationsTest {

  private TestApi api;
  private Http http;

  @BeforeAll
  void start() {
    // An answer on a busy machine does not wait for them.
    Suggestions.loadCountries().join();
    api = TestApi.over("MissingLocationsTest");
    http = api.http();
    api.put(
        Stores.at("1", "DE", "BY", "M\u00fcnchen", "80331"),
        Stores.at("2", "DE", "BY", "Muenchen", "80331"),
        Stores.at("3", "DE", "BY", "Muenchen", "80333"),
        Stores.at("4", "US", "NE", "Omaha", "68144"),
        Stores.at("5", "US", null, "Omaha", "68144"),
        Stores.at("gone", "FR", "75", "Paris", "75001"));
    api.put(Stores.deleted("gone"));
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/stores?country=Germany, /v1/stores?country=DE",
    "/v1/stores?country=Germany&format=csv, /v1/stores?country=DE&format=csv",
    "/v1/stores?country=Germany&format=ndjson, /v1/stores?country=DE&format=ndjson",
    "/v1/stores?limit=5&format=geojson&country=Germany,"
        + " /v1/stores?country=DE&limit=5&format=geojson",
    "/v1/stores/count?country=Germany, /v1/stores/count?country=DE",
    "/v1/locations/Germany, /v1/locations/DE",
  })
  void shouldSayWhichCountryWasMeant(String request, String meant) {
    // when, then
    assertThat(http.get(request))
        .isEqualTo(
            notFound(
                request,
                "there is no store in the country GERMANY; did you mean DE?",
                "country",
                "{\"name\":\"DE\",\"count\":3,\"href\":\"%s\"}".formatted(meant)));
    assertThat(http.get(meant).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/stores?country=DE&state=BY&city=Munchen, /v1/stores?country=DE&state=BY&city=",
    "/v1/stores/count?country=DE&state=BY&city=Munchen,"
        + " /v1/stores/count?country=DE&state=BY&city=",
    "/v1/locations/DE/BY/munchen, /v1/locations/DE/BY/",
  })
  void shouldSayWhichCitiesWereMeant(String request, String meant) {
    assertThat(http.get(request))
        .isEqualTo(
            notFound(
                request,
                "there is no store in the city MUNCHEN of DE, BY; did you mean M\u00dcNCHEN?",
                "city",
                "{\"name\":\"M\u00dcNCHEN\",\"count\":1,\"href\":\"%sM%%C3%%9CNCHEN\"},"
                        .formatted(meant)
                    + "{\"name\":\"MUENCHEN\",\"count\":2,\"href\":\"%sMUENCHEN\"}"
                        .formatted(meant)));
  }

  @Test
  void shouldKeepTheOtherNamesOfTheRequest() {
    String request = "/v1/stores/count?country=USA&state=NE&city=Omha&postcode=68144";

    assertThat(http.get(request))
        .isEqualTo(
            notFound(
                request,
                "there is no store in the country USA; did you mean US?",
                "country",
                "{\"name\":\"US\",\"count\":2,\"href\":"
                    + "\"/v1/stores/count?country=US&state=NE&city=OMHA&postcode=68144\"}"));
    assertThat(http.get("/v1/stores/count?country=US&state=NE&city=OMHA&postcode=68144").body())
        .contains("\"href\":\"/v1/stores/count?country=US&state=NE&city=OMAHA&postcode=68144\"");
  }

  @Test
  void shouldSuggestPostcodesThatBeginAlike() {
    String request = "/v1/stores?country=US&state=NE&city=Omaha&postcode=681443957";

    assertThat(http.get(request))
        .isEqualTo(
            notFound(
                request,
                "there is no store in the postcode 681443957 of US, NE, OMAHA;"
                    + " did you mean 68144?",
                "postcode",
                "{\"name\":\"68144\",\"count\":1,\"href\":"
                    + "\"/v1/stores?country=US&state=NE&city=OMAHA&postcode=68144\"}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "country=FR | there is no store in the country FR | country",
        "country=France&state=75 | there is no store in the country FRANCE | country",
        "country=US&state=N | there is no store in the state N of US | state",
        "country=US&state=NE&city= | there is no store of US, NE without a city | city",
        "country=US&state=&city=Paris | there is no store in the city PARIS of US, (none) | city",
        "country=US&state=AK&city=Omaha | there is no store in the state AK of US | state",
        "country=DE&state= | there is no store of DE without a state | state",
      })
  void shouldSayWhichNameIsUnknown(String query, String detail, String parameter) {
    assertThat(http.get("/v1/stores?" + query))
        .isEqualTo(notFound("/v1/stores", detail, parameter, ""));
    assertThat(http.get("/v1/stores/count?" + query))
        .isEqualTo(notFound("/v1/stores/count", detail, parameter, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/stores?country=FR", "/v1/stores?country=FR&format=csv", "/v1/locations/FR"})
  void shouldAnswerHeadAsGet(String request) {
    HttpResponse<String> head = http.send("HEAD", request);

    assertThat(head.statusCode()).isEqualTo(404);
    assertThat(Http.header(head, "Cache-Control")).isEqualTo("no-store");
    assertThat(Http.header(head, "Content-Disposition")).isNull();
  }

  @Test
  void shouldAnswerWithAnEmptyPageBehindTheLastStore() {
    try (TestApi shrinking = TestApi.over("MissingLocationsTestShrinking")) {
      // given
      shrinking.put(
          Stores.at("1", "US", "NE", "Lincoln", null), Stores.at("2", "US", "NE", "Omaha", null));
      HttpResponse<String> first =
          shrinking.http().send("GET", "/v1/stores?country=US&state=NE&limit=1");
      String link = String.valueOf(Http.header(first, "Link"));
      String next = link.substring(1, link.indexOf('>'));
      // when
      shrinking.put(Stores.deleted("2"));
      // then
      assertThat(shrinking.http().get(next)).isEqualTo(json("{\"stores\":[],\"nextCursor\":null}"));
      assertThat(shrinking.http().get(next.replace("limit=1", "format=ndjson")).status())
          .isEqualTo(200);
    }
  }

  @Test
  void shouldNotSuggestWhatHasNoStoresAnyMore() {
    try (TestApi counted = TestApi.over("MissingLocationsTestEmpty")) {
      counted.putCount(new LocationCount(new Location(List.of("DE")), 0, new Version(0, 1)));

      assertThat(counted.http().get("/v1/stores?country=Germany"))
          .isEqualTo(
              notFound("/v1/stores", "there is no store in the country GERMANY", "country", ""));
    }
  }

  private static Http.Answer notFound(
      String request, String detail, String parameter, String suggestions) {
    return problem(
        404,
        "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,\"detail\":\""
            + detail
            + "\",\"instance\":\""
            + request.split("[?]", 2)[0]
            + "\",\"parameter\":\""
            + parameter
            + "\",\"suggestions\":["
            + suggestions
            + "]}");
  }
}
