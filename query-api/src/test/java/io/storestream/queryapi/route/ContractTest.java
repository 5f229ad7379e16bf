package io.storestream.queryapi.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.storestream.queryapi.Contract;
import io.storestream.queryapi.Exchange;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract is sound, and its validator, which all other tests use, rejects what it should. */
final class ContractTest {

  private static final String PROBLEM =
      "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,\"detail\":\"none\"}";

  private static final Map<String, String> REQUIRED =
      Map.of(
          "X-Request-Id", "1",
          "Cache-Control", "no-cache",
          "X-Content-Type-Options", "nosniff",
          "Content-Security-Policy", "default-src 'none'",
          "Referrer-Policy", "no-referrer",
          "X-Frame-Options", "DENY",
          "Cross-Origin-Resource-Policy", "same-origin");

  private final Contract contract = Contract.PUBLISHED;

  @Test
  void shouldAcceptAResponseOfTheContract() {
    assertThat(contract.check(json("GET", "/v1/stores/count?country=US", 200, "{\"count\":1}")))
        .isEqualTo("GET /v1/stores/count 200 application/json");
    assertThat(contract.check(json("HEAD", "/v1/stores/1", 200, "")))
        .isEqualTo("HEAD /v1/stores/{storeNumber} 200 application/json");
    assertThat(contract.check(problem("/v1/locations/US/NE", 404, PROBLEM)))
        .isEqualTo("GET /v1/locations/{country}/{state} 404 application/problem+json");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a status that the route does not have | GET | /v1/stores/1 | 202 | {\"count\":1}",
        "a route that is none | GET | /v2/stores | 200 | {\"count\":1}",
        "a method that is refused | POST | /v1/stores/count | 200 | {\"count\":1}",
        "no body | GET | /v1/stores/count | 200 | ''",
        "not JSON | GET | /v1/stores/count | 200 | {",
        "a property is missing | GET | /v1/stores/count | 200 | {}",
        "a property of another type | GET | /v1/stores/count | 200 | {\"count\":\"1\"}",
        "a value out of range | GET | /v1/stores/count | 200 | {\"count\":-1}",
        "a property too many | GET | /v1/stores/count | 200 | {\"count\":1,\"more\":2}",
        "a time that is none | GET | /v1/stores/1 | 200 | {\"storeNumber\":\"1\","
            + "\"country\":\"US\",\"updatedAt\":\"yesterday\"}",
        "deep inside | GET | /v1/stores | 200 | {\"stores\":[{\"storeNumber\":\"1\"}],"
            + "\"nextCursor\":null}"
      })
  void shouldRejectAResponse(
      String description, String method, String target, int status, String body) {
    assertThatThrownBy(() -> contract.check(json(method, target, status, body)))
        .as(description)
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void shouldRejectAnotherMediaType() {
    assertThatThrownBy(
            () -> contract.check(exchange("GET", "/v1/stores/1", 200, "text/html", Map.of(), "x")))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("media type text/html: ");
    assertThatThrownBy(() -> contract.check(json("GET", "/v1/stores/1", 404, PROBLEM)))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("media type application/json: ");
  }

  @Test
  void shouldRejectAHeaderThatIsNotDeclared() {
    Exchange exchange =
        exchange(
            "GET",
            "/v1/stores/count?country=US",
            200,
            "application/json",
            Map.of("Link", List.of("</>")),
            "{\"count\":1}");
    assertThatThrownBy(() -> contract.check(exchange))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("fields that the contract lacks");
  }

  @Test
  void shouldRejectAHeaderOfAnotherForm() {
    Exchange exchange =
        exchange(
            "GET",
            "/v1/stores?country=US",
            200,
            "application/json",
            Map.of("Link", List.of("<https://example.org/>; rel=\"next\"")),
            "{\"stores\":[],\"nextCursor\":null}");
    assertThatThrownBy(() -> contract.check(exchange))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("/components/headers/Link/schema");
  }

  @Test
  void shouldRejectARequiredHeaderThatIsMissing() {
    assertThatThrownBy(
            () -> contract.check(problem("/v1/stores/1", 503, PROBLEM.replace("404", "503"))))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("retry-after is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Request-Id", "Cache-Control", "ETag", "X-Frame-Options"})
  void shouldRejectAResponseWithoutACommonHeader(String name) {
    Exchange complete = json("GET", "/v1/stores/count?country=US", 200, "{\"count\":1}");
    Map<String, List<String>> headers = new HashMap<>(complete.headers());
    headers.remove(name.toLowerCase(Locale.ROOT));
    assertThatThrownBy(
            () ->
                contract.check(
                    new Exchange(
                        complete.method(), complete.target(), 200, headers, complete.body())))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith(name.toLowerCase(Locale.ROOT) + " is missing");
  }

  @Test
  void shouldRejectALineOfNdjson() {
    String line = "{\"storeNumber\":\"1\",\"country\":\"US\"}\n";
    Map<String, List<String>> none = Map.of();
    String target = "/v1/stores?country=US";
    assertThat(
            contract.check(exchange("GET", target, 200, "application/x-ndjson", none, line + line)))
        .isEqualTo("GET /v1/stores 200 application/x-ndjson");
    assertThatThrownBy(
            () ->
                contract.check(
                    exchange("GET", target, 200, "application/x-ndjson", none, line + "{}\n")))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void shouldGiveExamplesThatFollowItsOwnSchemas() {
    int examples = 0;
    for (Map.Entry<String, JsonNode> answer :
        contract.document().at("/components/responses").properties()) {
      for (JsonNode content : answer.getValue().path("content")) {
        String reference = content.at("/schema/$ref").asText();
        for (JsonNode example : reference.isEmpty() ? List.<JsonNode>of() : examples(content)) {
          contract.validate(reference.substring(1), example, answer.getKey());
          examples++;
        }
      }
    }
    assertThat(examples).isEqualTo(18);
  }

  private static List<JsonNode> examples(JsonNode content) {
    List<JsonNode> examples = content.path("examples").findValues("value");
    return content.has("example") ? List.of(content.path("example")) : examples;
  }

  @Test
  void shouldReferToNothingThatIsNotThere() {
    Set<String> referred = new TreeSet<>(contract.document().findValuesAsText("$ref"));
    assertThat(referred)
        .isNotEmpty()
        .allSatisfy(
            reference ->
                assertThat(contract.document().at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse());
    // and: nothing is there that is not referred to
    for (String kind : List.of("parameters", "headers", "responses", "schemas")) {
      contract
          .document()
          .at("/components/" + kind)
          .fieldNames()
          .forEachRemaining(
              name -> assertThat(referred).contains("#/components/" + kind + "/" + name));
    }
  }

  private static Exchange json(String method, String target, int status, String body) {
    return exchange(method, target, status, "application/json", Map.of(), body);
  }

  private static Exchange problem(String target, int status, String body) {
    return exchange("GET", target, status, "application/problem+json", Map.of(), body);
  }

  private static Exchange exchange(
      String method,
      String target,
      int status,
      String contentType,
      Map<String, List<String>> more,
      String body) {
    Map<String, List<String>> headers = new HashMap<>(more);
    REQUIRED.forEach((name, value) -> headers.putIfAbsent(name, List.of(value)));
    headers.put("Content-Type", List.of(contentType));
    if (status == 200) {
      headers.put("ETag", List.of("W/\"tag\""));
    }
    return new Exchange(method, target, status, headers, body);
  }
}
