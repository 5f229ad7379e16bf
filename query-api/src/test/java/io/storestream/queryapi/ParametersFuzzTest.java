package io.storestream.queryapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever callers send, it is never the server's fault. */
final class ParametersFuzzTest {

  private static final TestApi API = TestApi.over("ParametersFuzzTest");

  @BeforeContainer
  static void fill() {
    API.put(Stores.at("1", "US", "NE", "Omaha", "68144"), Stores.at("2", "US", "NE", null, null));
  }

  @AfterContainer
  static void stop() {
    API.close();
  }

  @Property(tries = 400)
  void shouldAnswerAnyRequestOrRefuseIt(
      @ForAll("paths") String path, @ForAll("queries") String query) {
    // when
    String response = API.http().getRaw(path + query);

    // then
    assertThat(response)
        .matches("(?s)HTTP/1\\.1 (200 OK|400 Bad Request|404 Not Found)\r\n.*")
        .matches("(?s).*\r\nContent-Type: application/(problem\\+json|json;charset=utf-8)\r\n.*")
        .matches("(?s).*\r\n\r\n\\{.*}");
  }

  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.frequencyOf(
        List.of(
            tuple(6, Arbitraries.of("/v1/stores", "/v1/stores/count")),
            tuple(3, targetText().map(text -> "/v1/stores/" + text)),
            tuple(1, targetText().map(text -> "/" + text))));
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
                tuple(9, Arbitraries.of("country", "state", "city", "postcode", "limit", "cursor")),
                tuple(1, targetText())));
    Arbitrary<String> value =
        Arbitraries.frequencyOf(
            List.of(
                tuple(3, Arbitraries.of("US", "us", "NE", "Omaha", "68144", "1", "1000", "")),
                tuple(2, targetText())));
    return Combinators.combine(name, value).as((n, v) -> n + "=" + v);
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
