package io.storestream.benchmarks.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.storestream.cli.CommandFailedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * The stand-in for DynamoDB that runs as a process. Thread-safe.
 *
 * @param endpoint for clients of DynamoDB
 */
public record StandInClient(URI endpoint) {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /**
   * Returns how many items were written to a table since the stand-in started.
   *
   * @throws CommandFailedException if it does not answer
   */
  public long items(String table) {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.resolve("/counters")).timeout(TIMEOUT).build();
    try {
      JsonNode counters = JSON.readTree(HTTP.send(request, BodyHandlers.ofString()).body());
      return counters.path(table).path("items").asLong();
    } catch (IOException e) {
      throw new CommandFailedException("the stand-in does not answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted", e);
    }
  }
}
