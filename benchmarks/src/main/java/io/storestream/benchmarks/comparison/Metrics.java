package io.storestream.benchmarks.comparison;

import io.storestream.cli.CommandFailedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Stream;

/** The metrics of a running ingester. */
public final class Metrics {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private Metrics() {}

  /**
   * Returns how many events had a fate.
   *
   * @throws CommandFailedException if the ingester does not answer or does not say
   */
  public static long eventsOfFate(URI metrics, String fate) {
    return value(metrics, "storestream_events_total{fate=\"%s\"}".formatted(fate));
  }

  /**
   * Returns how many items of a table wait, are in flight, or have an undrained acknowledgement.
   *
   * @throws CommandFailedException if the ingester does not answer or does not say
   */
  public static long pending(URI metrics, String table) {
    return value(metrics, "storestream_pending{table=\"%s\"}".formatted(table));
  }

  /** Returns whether a health check answers 200; not if nothing answers. */
  public static boolean isOk(URI health) {
    try {
      return get(health).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static long value(URI metrics, String series) {
    String prefix = series + " ";
    try (Stream<String> lines = scrape(metrics).lines()) {
      return lines
          .filter(it -> it.startsWith(prefix))
          .map(it -> (long) Double.parseDouble(it.substring(prefix.length())))
          .findFirst()
          .orElseThrow(() -> new CommandFailedException("%s lacks %s".formatted(metrics, series)));
    }
  }

  private static String scrape(URI metrics) {
    try {
      return get(metrics).body();
    } catch (IOException e) {
      throw new CommandFailedException("%s does not answer: %s".formatted(metrics, e), e);
    }
  }

  private static HttpResponse<String> get(URI uri) throws IOException {
    try {
      return HTTP.send(
          HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted", e);
    }
  }
}
