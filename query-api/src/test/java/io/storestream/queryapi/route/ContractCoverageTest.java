package io.storestream.queryapi.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.storestream.queryapi.Contract;
import io.storestream.queryapi.Http;
import io.storestream.queryapi.Stores;
import io.storestream.queryapi.TestApi;
import io.storestream.queryapi.http.HttpSettings;
import io.storestream.queryapi.http.access.ApiKeys;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** What the contract promises is what the server does: every answer of it comes from a request. */
final class ContractCoverageTest {

  /** Routes that ask no table, so that nothing can be wrong with it. */
  private static final Set<String> WITHOUT_TABLE =
      Set.of(
          "/", "/health/live", "/metrics", "/openapi.yaml", "/docs", "/docs/{file}", "/map/{file}");

  private static final String WINDOW = "/v1/stores?bbox=-97,41,-96,42&limit=1";

  private static final String KEY = "0123456789-secret-key";

  private final Contract contract = Contract.PUBLISHED;
  private final Set<String> seen = new TreeSet<>();
  private final Set<String> seenHeaders = new TreeSet<>();

  @Test
  void shouldPromiseWhatIsSeenAndNothingMore(@TempDir Path directory) throws IOException {
    try (TestApi api = TestApi.over("ContractCoverageTest")) {
      api.put(
          Stores.at("1", "US", "NE", "Omaha", "68144"),
          Stores.at("2", "US", "NE", "Omaha", null),
          Stores.at("3", "41.24", "-96.1"));
      askEverywhere(api.http());
      ask(api.http(), "GET", "/v1/stores?country=US", "Accept", "text/html");
      String window = ask(api.http(), "GET", WINDOW).headers().firstValue("ETag").orElseThrow();
      ask(api.http(), "GET", WINDOW, "If-None-Match", window);
      ask(api.http(), "GET", "/v1/cells?format=geojson");
      ask(api.http(), "GET", "/v1/cells", "Accept", "text/csv");
      ask(api.http(), "GET", "/v1/stores/2000");
      ask(api.http(), "GET", "/v1/stores?country=AQ");
      ask(api.http(), "GET", "/v1/stores/count?country=AQ");
      ask(api.http(), "GET", "/v1/locations/AQ");
      ask(api.http(), "GET", "/v1/locations/US/AQ");
      ask(api.http(), "GET", "/v1/locations/US/NE/AQ");
      ask(api.http(), "GET", "/docs/none");
      ask(api.http(), "GET", "/map/none.js");
      ask(api.http(), "GET", "/", "Accept", "text/html");
      for (String file : List.of("map.css", "icon.svg", "countries-110m.json")) {
        ask(api.http(), "GET", "/map/" + file);
      }
      for (String format : List.of("geojson", "ndjson", "csv")) {
        ask(api.http(), "GET", "/v1/stores?country=US&format=" + format);
      }
      ask(api.http(), "GET", "/docs/swagger-ui.css");
      ask(api.http(), "GET", "/docs/favicon.png");
    }
    try (TestApi api = TestApi.withoutCells("ContractCoverageTestWithoutCells")) {
      ask(api.http(), "GET", "/v1/stores/near?latitude=0&longitude=0");
      ask(api.http(), "GET", "/v1/cells");
      ask(api.http(), "GET", WINDOW);
    }
    askEverywhere(new HttpSettings(Duration.ZERO, List.of(), keys(directory), 0, false, null));
    askEverywhere(new HttpSettings(Duration.ZERO, List.of(), null, 1, false, null));
    askEverywhere(SdkClientException.create("connection refused"));
    askEverywhere(new IllegalStateException("broken"));

    Set<String> missing = new TreeSet<>(promised());
    missing.removeAll(seen);
    missing.removeIf(
        answer ->
            WITHOUT_TABLE.contains(answer.split(" ", -1)[1])
                && Set.of("500", "503").contains(answer.split(" ", -1)[2]));
    assertThat(missing)
        .as("promised, and never seen")
        // Whatever keeps the table from answering, the probe says no more than that it does.
        .containsExactly("GET /health/ready 500 application/problem+json");
    assertThat(seenHeaders).as("headers by answer").containsAll(promisedHeaders());
  }

  private static ApiKeys keys(Path directory) throws IOException {
    return ApiKeys.read(Files.writeString(directory.resolve("keys"), KEY));
  }

  /** Without a key, and so often that a limit of one a second is used up. */
  private void askEverywhere(HttpSettings settings) {
    try (TestApi api = TestApi.over("ContractCoverageTest", settings, () -> 0)) {
      api.http().send("GET", "/openapi.yaml");
      for (String target : contract.examples().values()) {
        ask(api.http(), "GET", target);
      }
    }
  }

  private void askEverywhere(RuntimeException failure) {
    try (TestApi api = TestApi.over("failing", new FailingDynamoDb(failure))) {
      for (String target : contract.examples().values()) {
        ask(api.http(), "GET", target);
      }
    }
  }

  private void askEverywhere(Http http) {
    for (String target : contract.examples().values()) {
      String tag = Http.header(ask(http, "GET", target), "ETag");
      ask(http, "GET", target, "If-None-Match", tag == null ? "none" : tag);
      if (target.startsWith("/v1/")) {
        ask(http, "GET", target + (target.contains("?") ? "&" : "?") + "unknown=1");
      }
      // Validated against the contract, as all answers are.
      assertThat(http.send("POST", target).statusCode()).as(target).isEqualTo(405);
    }
  }

  private HttpResponse<String> ask(Http http, String method, String target, String... headers) {
    HttpResponse<String> response = http.send(method, target, headers);
    String answer = contract.check(Http.exchange(target, response, response.body()));
    seen.add(answer);
    String[] parts = answer.split(" ", -1);
    String reference = reference(parts[1], parts[2]);
    response.headers().map().keySet().stream()
        .map(name -> reference + " " + name.toLowerCase(Locale.ROOT))
        .forEach(seenHeaders::add);
    return response;
  }

  private String reference(String route, String status) {
    JsonNode answers = contract.document().path("paths").path(route).at("/get/responses");
    return answers.path(status).path("$ref").asText().substring(1);
  }

  private Set<String> promisedHeaders() {
    Set<String> promised = new TreeSet<>();
    for (String route : names(contract.document().path("paths"))) {
      JsonNode answers = contract.document().path("paths").path(route).at("/get/responses");
      for (String status : names(answers)) {
        String reference = reference(route, status);
        names(contract.document().at(reference).path("headers")).stream()
            .map(name -> reference + " " + name.toLowerCase(Locale.ROOT))
            .forEach(promised::add);
      }
    }
    return promised;
  }

  private Set<String> promised() {
    Set<String> promised = new TreeSet<>();
    for (String route : names(contract.document().path("paths"))) {
      JsonNode answers = contract.document().path("paths").path(route).at("/get/responses");
      for (String status : names(answers)) {
        String reference = reference(route, status);
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

  /** A DynamoDB that does not answer, or answers with the unexpected. */
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
