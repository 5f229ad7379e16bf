package io.storestream.queryapi.query;

import static io.storestream.queryapi.Http.json;
import static io.storestream.queryapi.Http.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.model.VersionedStore;
import io.storestream.queryapi.Http;
import io.storestream.queryapi.Stores;
import io.storestream.queryapi.TestApi;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PagingTest {

  // Together 2.4 MB and more: DynamoDB ends its own pages after 1 MB.
  private static final int STORES = 150;
  private static final int NAME_LETTERS = 16_000;

  private static final Pattern NUMBER = Pattern.compile("\"storeNumber\":\"([^\"]*)\"");
  private static final Pattern NEXT_CURSOR = Pattern.compile("\"nextCursor\":\"([^\"]*)\"}$");

  private TestApi api;
  private Http http;
  private List<String> expected;

  @BeforeAll
  void start() {
    api = TestApi.over("PagingTest");
    http = api.http();
    expected = IntStream.range(0, STORES).mapToObj("%03d"::formatted).toList();
    api.put(
        expected.stream()
            .map(number -> Stores.large(number, "US", "S" + number, NAME_LETTERS))
            .toArray(VersionedStore[]::new));
    api.put(
        Stores.at("a", "DE", "BE", "Berlin", "10115"),
        Stores.at("b", "DE", "BE", "Berlin", "10115"),
        Stores.at("c", "DE", "BE", "Berlin", "10117"),
        Stores.at("\u00e9 #1", "DE", "BY", "M\u00fcnchen", null),
        Stores.at("\u00e9 #2", "DE", "BY", "M\u00fcnchen", null));
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 50, 64, 75, 149, 150, 151, 1000})
  void shouldVisitEveryStoreOnceInFullPages(int limit) {
    // when
    List<List<String>> pages = pages("country=US&limit=" + limit);

    // then: every page is full but the last, which is not empty
    assertThat(pages.stream().flatMap(List::stream)).containsExactlyElementsOf(expected);
    assertThat(pages.stream().limit(pages.size() - 1L)).allMatch(page -> page.size() == limit);
    assertThat(pages).hasSize((STORES + limit - 1) / limit);
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "ndjson"})
  void shouldHoldAllStoresInOneAnswer(String format) {
    // when
    Http.Answer all = http.get("/v1/stores?country=US&format=" + format);
    // then
    assertThat(numbers(all)).containsExactlyElementsOf(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "ndjson"})
  void shouldHoldAllStoresThatFollowACursor(String format) {
    // given
    String cursor = firstCursor("country=US&limit=60");
    // when
    Http.Answer rest = http.get("/v1/stores?country=US&format=" + format + "&cursor=" + cursor);
    // then
    assertThat(numbers(rest)).containsExactlyElementsOf(expected.subList(60, STORES));
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "geojson"})
  void shouldLinkToTheNextPage(String format) {
    // given
    List<String> visited = new ArrayList<>();
    String link = "/v1/stores?format=" + format + "&limit=2&country=de&state=%20BE";
    // when
    while (!link.isEmpty()) {
      HttpResponse<String> page = http.send("GET", link);
      NUMBER.matcher(page.body()).results().forEach(match -> visited.add(match.group(1)));
      link =
          page.headers()
              .firstValue("Link")
              .map(value -> value.replaceAll("^<(.*)>; rel=\"next\"$", "$1"))
              .orElse("");
      assertThat(link)
          .matches(
              "|/v1/stores\\?country=DE&state=BE&limit=2&format="
                  + format
                  + "&cursor=[A-Za-z0-9_-]+");
    }
    // then
    assertThat(visited).containsExactlyInAnyOrder("a", "b", "c");
  }

  private static List<String> numbers(Http.Answer answer) {
    Pattern number =
        answer.contentType().startsWith("text/csv") ? Pattern.compile(",(\\d{3}),x") : NUMBER;
    return number.matcher(answer.body()).results().map(match -> match.group(1)).toList();
  }

  @Test
  void shouldReturn100StoresAPageByDefault() {
    assertThat(pages("country=US")).extracting(List::size).containsExactly(100, 50);
  }

  @Test
  void shouldCountOverSeveralPagesOfDynamoDb() {
    assertThat(http.get("/v1/stores/count?country=US")).isEqualTo(json("{\"count\":150}"));
    assertThat(http.get("/v1/stores/count?country=US&state=S007")).isEqualTo(json("{\"count\":1}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "country=DE",
        "country=DE&state=BE",
        "country=DE&state=BY&city=M%C3%BCnchen",
        "country=DE&state=BE&city=Berlin&postcode=1011",
        "country=DE&state=BE&city=Berlin&postcode=10115"
      })
  void shouldPageWithinAnyLocation(String query) {
    // given
    List<String> all = pages(query).get(0);

    // when, then
    assertThat(all).hasSizeGreaterThan(1);
    assertThat(pages(query + "&limit=1").stream().flatMap(List::stream))
        .containsExactlyElementsOf(all);
  }

  @Test
  void shouldGoOnWithAnotherLimitAndSpelling() {
    // given
    String cursor = firstCursor("country=DE&state=BE&limit=2");

    // when, then
    assertThat(http.get("/v1/stores?state=%20be&country=de&limit=50&cursor=" + cursor))
        .isEqualTo(
            json(
                "{\"stores\":[{\"storeNumber\":\"c\",\"city\":\"Berlin\",\"state\":\"BE\","
                    + "\"country\":\"DE\",\"postcode\":\"10117\","
                    + "\"updatedAt\":\"1970-01-01T00:00:00.001Z\"}],\"nextCursor\":null}"));
  }

  @Test
  void shouldGoOnAfterAStoreThatIsGone() {
    // given
    api.put(Stores.at("x1", "FR", null, null, null), Stores.at("x2", "FR", null, null, null));
    String cursor = firstCursor("country=FR&limit=1");
    api.put(Stores.deleted("x1"));

    // when, then
    assertThat(http.get("/v1/stores?country=FR&cursor=" + cursor))
        .isEqualTo(
            json(
                "{\"stores\":[{\"storeNumber\":\"x2\",\"country\":\"FR\","
                    + "\"updatedAt\":\"1970-01-01T00:00:00.001Z\"}],\"nextCursor\":null}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "country=US",
        "country=US&format=csv",
        "country=DE&format=ndjson",
        "country=DE&state=BY&format=geojson",
        "country=DE&state=BY",
        "country=DE&state=",
        "country=DE&state=BE&city=Berlin",
        "country=DE&state=BE&city=",
        "country=DE"
      })
  void shouldRefuseTheCursorOfAnotherQuery(String query) {
    // given
    String cursor = firstCursor("country=DE&state=BE&limit=1");

    // when, then
    assertThat(http.get("/v1/stores?" + query + "&cursor=" + cursor)).isEqualTo(badCursor());
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=2", "format=geojson", "format=ndjson", "format=csv"})
  void shouldRefuseADamagedCursor(String more) {
    // given
    String cursor = firstCursor("country=DE&state=BE&limit=2");
    String damaged = (cursor.startsWith("A") ? "B" : "A") + cursor.substring(1);

    // when, then
    assertThat(http.get("/v1/stores?country=DE&state=BE&" + more + "&cursor=" + damaged))
        .isEqualTo(badCursor());
  }

  private List<List<String>> pages(String query) {
    List<List<String>> pages = new ArrayList<>();
    String cursor = "";
    do {
      String body = http.get("/v1/stores?" + query + cursor).body();
      pages.add(NUMBER.matcher(body).results().map(match -> match.group(1)).toList());
      Matcher next = NEXT_CURSOR.matcher(body);
      cursor = next.find() ? "&cursor=" + next.group(1) : "";
    } while (!cursor.isEmpty());
    return pages;
  }

  private String firstCursor(String query) {
    Matcher next = NEXT_CURSOR.matcher(http.get("/v1/stores?" + query).body());
    assertThat(next.find()).isTrue();
    return next.group(1);
  }

  private static Http.Answer badCursor() {
    return problem(
        400,
        "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
            + "\"detail\":\"cursor is damaged or belongs to another query; start again without"
            + " one\",\"instance\":\"/v1/stores\",\"parameter\":\"cursor\"}");
  }
}
