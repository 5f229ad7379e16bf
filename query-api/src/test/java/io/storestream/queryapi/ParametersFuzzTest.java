package io.storestream.queryapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

/** Whatever callers send, it is never the server's fault, and in the contract. */
final class ParametersFuzzTest {

  private static final TestApi API = TestApi.over("ParametersFuzzTest");

  @BeforeContainer
  static void fill() {
    API.put(
        Stores.at("1", "US", "NE", "Omaha", "68144"),
        Stores.at("2", "US", "NE", null, null),
        Stores.at("3", "US", null, "a/b", "#"));
  }

  @AfterContainer
  static void stop() {
    API.close();
  }

  @Property(tries = 10_000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
  void shouldAnswerAnyRequestOrRefuseIt(
      @ForAll("paths") String path,
      @ForAll("queries") String query,
      @ForAll("methods") String method,
      @ForAll("accepts") String accept) {
    // when: the answer is held against the contract
    String response =
        API.http()
            .exchangeRaw(
                method
                    + " "
                    + path
                    + query
                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + accept
                    + "\r\n");
    // then
    assertThat(response)
        .matches(
            "(?s)HTTP/1\\.1 (200 OK|400 Bad Request|404 Not Found|406 Not Acceptable)\r\n.*"
                + "\r\n\r\n.*");
  }

  @Provide
  Arbitrary<String> methods() {
    return Arbitraries.frequency(Tuple.of(9, "GET"), Tuple.of(1, "HEAD"));
  }

  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.frequencyOf(
        List.of(
            tuple(6, Arbitraries.of("/v1/stores")),
            tuple(3, Arbitraries.of("/v1/stores/count", "/v1/stores/1", "/v1/locations")),
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
  Arbitrary<String> queries() {
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
                tuple(1, Arbitraries.of("consistent")),
                tuple(1, targetText())));
    Arbitrary<String> value =
        Arbitraries.frequencyOf(
            List.of(
                tuple(2, Arbitraries.of("US", "us", "NE", "Omaha", "68144", "1", "1000", "")),
                tuple(1, Arbitraries.of("json", "geojson", "ndjson", "csv", "true", "false")),
                tuple(2, targetText())));
    return Combinators.combine(name, value).as((n, v) -> n + "=" + v);
  }

  @Provide
  Arbitrary<String> accepts() {
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
  private static Arbitrary<String> fieldText() {
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
