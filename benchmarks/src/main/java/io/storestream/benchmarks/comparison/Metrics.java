package io.storestream.benchmarks.comparison;

import io.storestream.cli.CommandFailedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Stream;

/** The metrics of a running ingester. */
final class Metrics {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private Metrics() {}

  /**
   * Returns how many events had a fate.
   *
   * @throws CommandFailedException if the ingester does not answer or does not say
   */
  static long eventsOfFate(URI metrics, String fate) {
    String sample = "storestream_events_total{fate=\"%s\"} ".formatted(fate);
    try (Stream<String> lines = scrape(metrics).lines()) {
      return lines
          .filter(it -> it.startsWith(sample))
          .map(it -> (long) Double.parseDouble(it.substring(sample.length())))
          .findFirst()
          .orElseThrow(() -> new CommandFailedException("%s lacks %s".formatted(metrics, sample)));
    }
  }

  private static String scrape(URI metrics) {
    try {
      HttpRequest request = HttpRequest.newBuilder(metrics).timeout(TIMEOUT).build();
      return HTTP.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new CommandFailedException("%s does not answer: %s".formatted(metrics, e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted", e);
    }
  }
}
