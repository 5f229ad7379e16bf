package io.storestream.queryapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/**
 * Validates responses against the published contract. It is stricter than the contract: objects
 * have no properties that the contract does not name, although clients must expect some.
 */
public final class Contract {

  public static final Contract PUBLISHED = new Contract(published());

  /** Fields that HTTP itself brings along. */
  private static final Set<String> NOT_OF_THE_CONTRACT =
      Set.of(
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "date",
          "transfer-encoding");

  /** Statuses of any path, from before a route is called. */
  private static final Set<Integer> OF_ANY_REQUEST = Set.of(400, 414, 415, 417, 426, 431, 505);

  private static final Map<String, String> EXAMPLES =
      Map.of(
          "/v1/stores", "/v1/stores?country=US&limit=1",
          "/v1/stores/count", "/v1/stores/count?country=US",
          "/v1/stores/near", "/v1/stores/near?latitude=41.24&longitude=-96.1",
          "/v1/stores/{storeNumber}", "/v1/stores/1",
          "/v1/locations/{country}", "/v1/locations/US",
          "/v1/locations/{country}/{state}", "/v1/locations/US/NE",
          "/v1/locations/{country}/{state}/{city}", "/v1/locations/US/NE/Omaha",
          "/docs/{file}", "/docs/initializer.js",
          "/map/{file}", "/map/main.js");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String IRI = "https://storestream.example/openapi";
  private final JsonNode document;
  private final SchemaRegistry schemas;

  public Contract(JsonNode document) {
    this.document = document;
    JsonNode closed = document.deepCopy();
    close(closed.at("/components/schemas"));
    this.schemas =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder ->
                builder
                    .schemas(Map.of(IRI, closed.toString()))
                    .schemaRegistryConfig(
                        SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
  }

  public static JsonNode published() {
    try (InputStream in = Contract.class.getResourceAsStream("/openapi.yaml")) {
      return new YAMLMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(JsonNode node) {
    if (node instanceof ObjectNode object && object.path("type").asText().equals("object")) {
      object.put("additionalProperties", false);
    }
    node.forEach(Contract::close);
  }

  /** Returns a target for each route, under which there is something if there is a store 1. */
  public Map<String, String> examples() {
    Map<String, String> targets = new TreeMap<>();
    document
        .path("paths")
        .fieldNames()
        .forEachRemaining(route -> targets.put(route, EXAMPLES.getOrDefault(route, route)));
    return targets;
  }

  public JsonNode document() {
    return document;
  }

  /**
   * Returns which answer of the contract this one is, as {@code GET /v1/stores 200 text/csv}.
   *
   * @throws AssertionError if it is none
   */
  public String check(Exchange exchange) {
    String route = route(exchange.path().replaceFirst("(?<=.)/$", ""));
    String status = Integer.toString(exchange.status());
    JsonNode answer = resolve(answers(exchange, route).path(status));
    String name = "%s %s %s".formatted(exchange.method(), route == null ? "(none)" : route, status);
    if (answer.isMissingNode()) {
      throw new AssertionError("not in the contract: %s of %s".formatted(name, exchange));
    }
    checkHeaders(exchange, answer);
    return checkBody(exchange, answer) ? name + " " + exchange.mediaType() : name;
  }

  private JsonNode answers(Exchange exchange, @Nullable String route) {
    boolean read = Set.of("GET", "HEAD").contains(exchange.method());
    if (route == null || OF_ANY_REQUEST.contains(exchange.status())) {
      return document.at("/x-any-request/responses");
    }
    return read
        ? document.path("paths").path(route).at("/get/responses")
        : document.at("/x-every-route/responses");
  }

  private @Nullable String route(String path) {
    if (document.path("paths").has(path)) {
      return path;
    }
    for (String route : (Iterable<String>) document.path("paths")::fieldNames) {
      // No braces in a route's own text, and nothing that is special in an expression.
      if (path.matches(route.replaceAll("\\{[^}]*}", "[^/]+"))) {
        return route;
      }
    }
    return null;
  }

  private void checkHeaders(Exchange exchange, JsonNode answer) {
    Map<String, JsonNode> declared = headers(answer);
    Set<String> unknown = new TreeSet<>(exchange.headers().keySet());
    unknown.removeAll(NOT_OF_THE_CONTRACT);
    declared.forEach(
        (name, reference) -> {
          unknown.remove(name);
          checkHeader(exchange, name, reference);
        });
    Assertions.assertThat(unknown).as("fields that the contract lacks: %s", exchange).isEmpty();
  }

  /** Returns the headers that an answer may have, by their names in lower case. */
  private Map<String, JsonNode> headers(JsonNode answer) {
    Map<String, JsonNode> headers = new TreeMap<>();
    for (JsonNode declared :
        List.of(document.at("/x-every-answer/headers"), answer.path("headers"))) {
      declared
          .properties()
          .forEach(
              header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
    }
    return headers;
  }

  private void checkHeader(Exchange exchange, String name, JsonNode reference) {
    JsonNode header = resolve(reference);
    if (exchange.headers().containsKey(name)) {
      String value = exchange.header(name);
      JsonNode typed =
          switch (header.at("/schema/type").asText()) {
            case "integer" -> IntNode.valueOf(Integer.parseInt(value));
            case "number" -> DecimalNode.valueOf(new BigDecimal(value));
            default -> TextNode.valueOf(value);
          };
      validate(reference.path("$ref").asText().substring(1) + "/schema", typed, exchange);
    } else if (header.path("required").asBoolean()) {
      throw new AssertionError("%s is missing: %s".formatted(name, exchange));
    }
  }

  /** Returns whether the answer has a body, or would have one if it were asked for. */
  private boolean checkBody(Exchange exchange, JsonNode answer) {
    JsonNode content = answer.path("content");
    if (content.isMissingNode()) {
      Assertions.assertThat(exchange.body()).as("a body that the contract lacks").isEmpty();
      return false;
    }
    String mediaType = exchange.mediaType();
    if (!content.has(mediaType)) {
      throw new AssertionError("media type %s: %s".formatted(mediaType, exchange));
    }
    boolean readable = !exchange.headers().containsKey("content-encoding");
    if (readable && !exchange.method().equals("HEAD")) {
      if (mediaType.endsWith("json") && !mediaType.endsWith("ndjson")) {
        String reference = content.path(mediaType).at("/schema/$ref").asText();
        validate(reference.substring(1), json(exchange.body()), exchange);
      } else if (mediaType.endsWith("ndjson")) {
        exchange
            .body()
            .lines()
            .forEach(line -> validate("/components/schemas/Store", json(line), exchange));
      }
    }
    return true;
  }

  /** Asserts that a value is as the contract's schema at this place has it. */
  public void validate(String pointer, JsonNode value, Object description) {
    Assertions.assertThat(schemas.getSchema(SchemaLocation.of(IRI + "#" + pointer)).validate(value))
        .as("%s of %s", pointer, description)
        .isEmpty();
  }

  private JsonNode resolve(JsonNode node) {
    JsonNode reference = node.path("$ref");
    return reference.isMissingNode() ? node : document.at(reference.asText().substring(1));
  }

  private static JsonNode json(String text) {
    try {
      return Objects.requireNonNull(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }
}
