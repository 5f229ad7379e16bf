package io.storestream.queryapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** What the contract promises is what the server does: every answer of it comes from a request. */
final class ContractCoverageTest {

  /** What no request here brings about, by status. */
  private static final Map<String, String> BY_STATUS =
      Map.of(
          "304", "only with ETags",
          "401", "only if the server was started with keys",
          "429", "only if the server was started with a limit");

  /** Routes that ask no table, so that nothing can be wrong with it. */
  private static final Set<String> WITHOUT_TABLE =
      Set.of("/", "/health/live", "/metrics", "/openapi.yaml", "/docs", "/docs/{file}");

  private static final Map<String, String> EXAMPLES =
      Map.of(
          "/v1/stores", "/v1/stores?country=US&limit=1",
          "/v1/stores/count", "/v1/stores/count?country=US",
          "/v1/stores/{storeNumber}", "/v1/stores/1",
          "/v1/locations/{country}", "/v1/locations/US",
          "/v1/locations/{country}/{state}", "/v1/locations/US/NE",
          "/v1/locations/{country}/{state}/{city}", "/v1/locations/US/NE/Omaha",
          "/docs/{file}", "/docs/initializer.js");

  private final Contract contract = Contract.PUBLISHED;
  private final Set<String> seen = new TreeSet<>();

  @Test
  void shouldPromiseWhatIsSeenAndNothingMore() {
    try (TestApi api = TestApi.over("ContractCoverageTest")) {
      api.put(
          Stores.at("1", "US", "NE", "Omaha", "68144"), Stores.at("2", "US", "NE", "Omaha", null));
      askEverywhere(api.http());
      ask(api.http(), "GET", "/v1/stores?country=US", "Accept", "text/html");
      ask(api.http(), "GET", "/v1/stores/2000");
      ask(api.http(), "GET", "/v1/locations/AQ");
      ask(api.http(), "GET", "/v1/locations/US/AQ");
      ask(api.http(), "GET", "/v1/locations/US/NE/AQ");
      ask(api.http(), "GET", "/docs/none");
      for (String format : List.of("geojson", "ndjson", "csv")) {
        ask(api.http(), "GET", "/v1/stores?country=US&format=" + format);
      }
      ask(api.http(), "GET", "/docs/swagger-ui.css");
      ask(api.http(), "GET", "/docs/favicon.png");
    }
    askEverywhere(SdkClientException.create("connection refused"));
    askEverywhere(new IllegalStateException("broken"));

    Set<String> missing = new TreeSet<>(promised());
    missing.removeAll(seen);
    missing.removeIf(answer -> BY_STATUS.containsKey(answer.split(" ", -1)[2]));
    missing.removeIf(
        answer ->
            WITHOUT_TABLE.contains(answer.split(" ", -1)[1])
                && Set.of("500", "503").contains(answer.split(" ", -1)[2]));
    assertThat(missing)
        .as("promised, and never seen")
        // Whatever keeps the table from answering, the probe says no more than that it does.
        .containsExactly("GET /health/ready 500 application/problem+json");
  }

  private void askEverywhere(RuntimeException failure) {
    try (TestApi api = TestApi.over("failing", new FailingDynamoDb(failure))) {
      for (String route : routes()) {
        ask(api.http(), "GET", EXAMPLES.getOrDefault(route, route));
      }
    }
  }

  private void askEverywhere(Http http) {
    for (String route : routes()) {
      String target = EXAMPLES.getOrDefault(route, route);
      ask(http, "GET", target);
      ask(http, "GET", target, "X-HTTP-Method-Override", "POST");
      // Held against the contract, as all answers are.
      assertThat(http.send("HEAD", target).statusCode()).as(target).isEqualTo(200);
      assertThat(http.send("POST", target).statusCode()).as(target).isEqualTo(405);
    }
  }

  private void ask(Http http, String method, String target, String... headers) {
    HttpResponse<String> response = http.send(method, target, headers);
    seen.add(contract.check(Http.exchange(target, response, response.body())));
  }

  private List<String> routes() {
    return List.copyOf(names(contract.document().path("paths")));
  }

  private Set<String> promised() {
    Set<String> promised = new TreeSet<>();
    for (String route : routes()) {
      JsonNode answers = contract.document().path("paths").path(route).at("/get/responses");
      for (String status : names(answers)) {
        String reference = answers.path(status).path("$ref").asText().substring(1);
        String name = "GET %s %s".formatted(route, status);
        Set<String> mediaTypes = names(contract.document().at(reference).path("content"));
        promised.addAll(
            mediaTypes.isEmpty()
                ? Set.of(name)
                : mediaTypes.stream().map(type -> name + " " + type).collect(Collectors.toSet()));
      }
    }
    return promised;
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** A DynamoDB that does not answer, or answers with what nobody expects. */
  private record FailingDynamoDb(RuntimeException failure) implements DynamoDbAsyncClient {

    @Override
    public CompletableFuture<GetItemResponse> getItem(GetItemRequest request) {
      return CompletableFuture.failedFuture(failure);
    }

    @Override
    public CompletableFuture<QueryResponse> query(QueryRequest request) {
      return CompletableFuture.failedFuture(failure);
    }

    @Override
    public String serviceName() {
      return "dynamodb";
    }

    @Override
    public void close() {}
  }
}
