package io.storestream.queryapi.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.queryapi.Stores;
import io.storestream.queryapi.TestApi;
import io.storestream.queryapi.http.problem.ProblemException;
import io.storestream.queryapi.render.Links;
import io.storestream.queryapi.render.StoreFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Any request is answered or refused as in the contract, and never fails. Queries are parsed
 * without HTTP; a tenth of them are sent.
 */
final class ParametersFuzzTest {

  private static final int REQUESTS = 500;

  /** How many are sent together, as most of the time goes into waiting. */
  private static final int AT_ONCE = 20;

  private static final ExecutorService CALLERS = Executors.newFixedThreadPool(AT_ONCE);
  private static final TestApi API = TestApi.over("ParametersFuzzTest");

  @BeforeContainer
  static void fill() {
    API.put(
        Stores.at("1", "US", "NE", "Omaha", "68144"),
        Stores.at("2", "US", "NE", null, null),
        Stores.at("3", "US", null, "a/b", "#"),
        Stores.at("4", "41.24", "-96.1"));
  }

  @AfterContainer
  static void stop() {
    CALLERS.shutdown();
    API.close();
  }

  @Property(
      tries = REQUESTS / AT_ONCE,
      edgeCases = EdgeCasesMode.NONE,
      shrinking = ShrinkingMode.BOUNDED)
  void shouldAnswerAnyRequestOrRefuseIt(@ForAll("requests") List<String> requests)
      throws InterruptedException, ExecutionException {
    // when: each answer is validated against the contract
    List<Future<String>> answers =
        CALLERS.invokeAll(
            requests.stream()
                .map(request -> (Callable<String>) () -> API.http().exchangeRaw(request))
                .toList());
    // then
    for (int i = 0; i < requests.size(); i++) {
      assertThat(answers.get(i).get())
          .as(requests.get(i))
          .matches(
              "(?s)HTTP/1\\.1 (200 OK|400 Bad Request|404 Not Found|406 Not Acceptable)\r\n.*"
                  + "\r\n\r\n.*");
    }
  }

  @Property(tries = 10 * REQUESTS, edgeCases = EdgeCasesMode.NONE)
  void shouldParseAnyQueryOrRefuseIt(
      @ForAll("queries") String query, @ForAll("fieldText") String accept) {
    assertThat(statusOf(query, accept)).isIn(200, 400, 406);
  }

  /** Parses as the route for the stores of a location does. */
  private static int statusOf(String query, String accept) {
    try {
      Parameters parameters =
          Parameters.parse(
              query.isEmpty() ? null : query.substring(1), StoreRoutes.PAGE_PARAMETERS);
      WindowRoute.windowOrNull(parameters);
      LookupParameters.lookupOrAll(parameters);
      StoreFormat.of(StoreFormat.ALL, parameters.get(Links.FORMAT), List.of(accept));
      return 200;
    } catch (ProblemException e) {
      return e.problem().status().getCode();
    }
  }

  @Provide
  Arbitrary<List<String>> requests() {
    return Combinators.combine(methods(), paths(), queries(), accepts())
        .as(
            (method, path, query, accept) ->
                "%s %s%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n"
                    .formatted(method, path, query, accept))
        .list()
        .ofSize(AT_ONCE);
  }

  private static Arbitrary<String> methods() {
    return Arbitraries.frequency(Tuple.of(9, "GET"), Tuple.of(1, "HEAD"));
  }

  private static Arbitrary<String> paths() {
    return Arbitraries.frequencyOf(
        List.of(
            tuple(6, Arbitraries.of("/v1/stores")),
            tuple(3, Arbitraries.of("/v1/stores/count", "/v1/stores/1", "/v1/locations")),
            tuple(3, Arbitraries.of("/v1/stores/near", "/v1/cells")),
            tuple(3, segment().map(text -> "/v1/stores/" + text)),
            tuple(
                6,
                segment()
                    .list()
                    .ofMinSize(1)
                    .ofMaxSize(4)
                    .map(names -> "/v1/locations/" + String.join("/", names))),
            tuple(
                1,
                Arbitraries.of(
                    "/", "/health/live", "/health/ready", "/openapi.yaml", "/docs", "/metrics")),
            tuple(1, targetText().map(text -> "/" + text))));
  }

  private static Arbitrary<String> segment() {
    return Arbitraries.frequencyOf(
        List.of(
            tuple(3, Arbitraries.of("US", "us", "NE", "Omaha", "%20", "A%2FB", "1")),
            tuple(2, targetText())));
  }

  @Provide
  static Arbitrary<String> queries() {
    return parameter()
        .list()
        .ofMaxSize(5)
        .map(parameters -> parameters.isEmpty() ? "" : "?" + String.join("&", parameters));
  }

  private static Arbitrary<String> parameter() {
    Arbitrary<String> name =
        Arbitraries.frequencyOf(
            List.of(
                tuple(6, Arbitraries.of("country")),
                tuple(6, Arbitraries.of("state", "city", "postcode", "limit", "cursor", "format")),
                tuple(2, Arbitraries.of("bbox", "level", "latitude", "longitude", "radiusKm")),
                tuple(1, Arbitraries.of("consistent")),
                tuple(1, targetText())));
    Arbitrary<String> value =
        Arbitraries.frequencyOf(
            List.of(
                tuple(2, Arbitraries.of("US", "us", "NE", "Omaha", "68144", "1", "1000", "")),
                tuple(1, Arbitraries.of("-97,41,-96,42", "170,-90,-170,90", "1,2,3", "-1e2", "5")),
                tuple(1, Arbitraries.of("json", "geojson", "ndjson", "csv", "true", "false")),
                tuple(2, targetText())));
    return Combinators.combine(name, value).as((n, v) -> n + "=" + v);
  }

  private static Arbitrary<String> accepts() {
    Arbitrary<String> range =
        Arbitraries.frequencyOf(
            List.of(
                tuple(
                    3,
                    Arbitraries.of(
                        "*/*",
                        "application/json",
                        "application/geo+json",
                        "application/x-ndjson;q=0.9",
                        "text/csv;header=present;q=0.5",
                        "text/html")),
                tuple(1, fieldText())));
    return Arbitraries.frequencyOf(
        List.of(
            tuple(2, Arbitraries.of("")),
            tuple(
                1,
                range.list().ofMaxSize(4).map(it -> "Accept: " + String.join(",", it) + "\r\n"))));
  }

  // Anything that fits into a field; what doesn't is for Jetty's own tests.
  @Provide
  static Arbitrary<String> fieldText() {
    return Arbitraries.strings().withChars(" \t\"\\;,=/*q01.xX+%()<>@[]?{}\u00e9").ofMaxLength(12);
  }

  // Anything that fits into the first line of a request, encodings right and wrong among it.
  private static Arbitrary<String> targetText() {
    Arbitrary<String> piece =
        Arbitraries.oneOf(
            Arbitraries.chars().range('!', '\u00ff').map(String::valueOf),
            Arbitraries.integers().between(0, 255).map("%%%02X"::formatted),
            Arbitraries.of("%", "%2", "%zz", "%u0041", "%C3%A9", "%23", "%2F", "..", "//", "#"));
    return piece.list().ofMaxSize(12).map(pieces -> String.join("", pieces));
  }

  private static Tuple.Tuple2<Integer, Arbitrary<String>> tuple(
      int weight, Arbitrary<String> arbitrary) {
    return Tuple.of(weight, arbitrary);
  }
}
