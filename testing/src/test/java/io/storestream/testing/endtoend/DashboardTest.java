package io.storestream.testing.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The programs have every metric that the dashboard queries, with its labels. Micrometer looks for
 * the metrics of new consumers once a minute.
 */
@Tag("deployment")
class DashboardTest {

  private static final Path DASHBOARD =
      Path.of("..", "docker", "observability", "dashboards", "storestream.json");

  /** A name followed by labels, a range or the end, except PromQL's keywords. */
  private static final Pattern METRIC =
      Pattern.compile("(?<![\\w$\"{])(?!by\\b)([a-z]+(?:_[a-z]+)+)(?=[{\\[)]| >=)");

  /** The labels that sums are grouped by. */
  private static final Pattern GROUPED = Pattern.compile("by \\(([^)]*)\\)");

  /** A label of a series or of a query. */
  private static final Pattern LABEL = Pattern.compile("(\\w+)=~?\"");

  private static final Pattern SERIES = Pattern.compile("^(\\w+)(\\{.*})? ");

  /** Labels that Prometheus adds to everything it scrapes. */
  private static final Set<String> OF_THE_SCRAPE = Set.of("job", "instance");

  @TempDir private Path directory = Path.of("");

  /** Series of one metric, all with these labels. */
  private record Series(String metric, Set<String> labels) {

    boolean has(Series asked) {
      return metric.equals(asked.metric) && labels.containsAll(asked.labels);
    }
  }

  @Test
  void shouldAskOnlyForMetricsThatThereAre() throws IOException {
    List<Series> asked = asked();
    assertThat(asked)
        .hasSizeGreaterThan(10)
        .contains(new Series("storestream_pending", Set.of("table")));
    Path file =
        Files.writeString(directory.resolve("stores.csv"), "Store Number,Country\n1,US\n2,DE\n");
    try (Backends backends = EmbeddedBackends.start();
        WholePath path = new WholePath(backends, directory.resolve("state"))) {
      path.load(file, Instant.now());
      path.publishUnusableEvent();
      path.awaitCaughtUp();
      path.get("/v1/stores?country=US");
      System.gc(); // its pauses have no metrics before the first one

      // Metrics of consumers that started after the ingester are looked for once a minute.
      await()
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(
              () -> {
                List<Series> there = scraped(path.get("/metrics"));
                assertThat(asked).allMatch(it -> there.stream().anyMatch(series -> series.has(it)));
              });
    }
  }

  private static List<Series> asked() throws IOException {
    List<Series> asked = new ArrayList<>();
    for (JsonNode panel : new ObjectMapper().readTree(DASHBOARD.toFile()).path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        String expression = target.path("expr").asText();
        List<String> metrics = METRIC.matcher(expression).results().map(it -> it.group(1)).toList();
        assertThat(metrics).as("metrics in %s", target).hasSize(1);
        Set<String> labels =
            Stream.concat(
                    GROUPED
                        .matcher(expression)
                        .results()
                        .flatMap(it -> Stream.of(it.group(1).split(", *", -1))),
                    labels(expression))
                .filter(it -> !OF_THE_SCRAPE.contains(it))
                .collect(Collectors.toSet());
        asked.add(new Series(metrics.get(0), labels));
      }
    }
    return asked;
  }

  private static List<Series> scraped(String scrape) {
    return scrape
        .lines()
        .flatMap(line -> SERIES.matcher(line).results())
        .map(it -> new Series(it.group(1), labels(it.group()).collect(Collectors.toSet())))
        .toList();
  }

  private static Stream<String> labels(String text) {
    return LABEL.matcher(text).results().map(it -> it.group(1));
  }
}
