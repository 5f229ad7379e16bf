package io.storestream.formats.record.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks a schema registry over HTTP, in the API that Confluent's registry has and others offer too.
 * Thread-safe.
 */
final class RegistryClient {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** A request fails, for example, if the registry has just closed an idle connection. */
  private static final int ATTEMPTS = 2;

  private static final JsonMapper JSON = new JsonMapper();

  private final RegistryAccess access;

  // Follows no redirects: it would send the credentials along.
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();

  RegistryClient(RegistryAccess access) {
    this.access = access;
  }

  /**
   * Returns the answer to a request; empty if the registry knows that there is no such thing. Takes
   * 20 s at most.
   *
   * @param schemaId for which the request is
   * @param path such as {@code /schemas/ids/7}
   * @throws RegistryUnavailableException if there is no usable answer; the message says what helps
   */
  Optional<JsonNode> get(int schemaId, String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(access.resolve(path))
            .timeout(TIMEOUT)
            .header("Accept", "application/vnd.schemaregistry.v1+json, application/json");
    if (access.authorization() != null) {
      request.header("Authorization", access.authorization());
    }
    HttpResponse<String> answer = send(schemaId, request.build());
    JsonNode body = parse(answer.body());
    int status = answer.statusCode();
    if (status == 200 && body.isObject()) {
      return Optional.of(body);
    }
    if (status == 404 && isUnknown(body)) {
      return Optional.empty();
    }
    throw unavailable(schemaId, problem(status));
  }

  private HttpResponse<String> send(int schemaId, HttpRequest request) {
    for (int attempt = 1; ; attempt++) {
      try {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          String problem = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
          throw new RegistryUnavailableException(
              schemaId, message(schemaId, "does not answer (%s)".formatted(problem)), e);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RegistryUnavailableException(
            schemaId, message(schemaId, "was not asked to the end"), e);
      }
    }
  }

  RegistryUnavailableException unavailable(int schemaId, String problem) {
    return new RegistryUnavailableException(schemaId, message(schemaId, problem));
  }

  private String message(int schemaId, String problem) {
    return "the schema registry %s %s; events wait for the schema with ID %d"
        .formatted(access, problem, schemaId);
  }

  /**
   * Returns whether a registry says that it has no such schema. Other servers, and a registry that
   * is asked for a path that it does not have, answer 404 without such a code.
   */
  private static boolean isUnknown(JsonNode body) {
    int code = body.path("error_code").asInt();
    return code > 40_400 && code < 40_500;
  }

  private static String problem(int status) {
    return switch (status) {
      case 401 ->
          "answers 401 (who are you?): set --schema-registry-user and"
              + " --schema-registry-password-file, or --schema-registry-token-file";
      case 403 -> "answers 403 (not allowed): let this user read schemas and subjects";
      case 200, 404 ->
          "answers %d, but not as a schema registry: is the path of --schema-registry right?"
              .formatted(status);
      default -> "answers " + status;
    };
  }

  private static JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance(); // the status says enough
    }
  }
}
