package io.storestream.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every metric that the dashboard asks for is one that the programs have. */
class DashboardTest {

  private static final Path DASHBOARD =
      Path.of("..", "docker", "observability", "dashboards", "storestream.json");

  /** A name that is followed by labels, a range or the end, and is none of PromQL's own words. */
  private static final Pattern METRIC =
      Pattern.compile("(?<![\\w$\"{])(?!by\\b)([a-z]+(?:_[a-z]+)+)(?=[{\\[)]| >=)");

  @TempDir private Path directory = Path.of("");

  @Test
  void shouldAskOnlyForMetricsThatThereAre() throws IOException {
    Set<String> asked = asked();
    assertThat(asked).hasSizeGreaterThan(10).contains("storestream_pending");
    Path file =
        Files.writeString(directory.resolve("stores.csv"), "Store Number,Country\n1,US\n2,DE\n");
    try (Backends backends = EmbeddedBackends.start();
        WholePath path = new WholePath(backends, directory.resolve("state"))) {
      path.load(file, Instant.now());
      path.publishUnusableEvent();
      path.awaitCaughtUp();
      path.get("/v1/stores?country=US");
      System.gc(); // there are no figures of its pauses before the first

      // Figures of consumers that began after the ingester are looked for once a minute.
      await()
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(() -> assertThat(names(path.get("/metrics"))).containsAll(asked));
    }
  }

  private static Set<String> asked() throws IOException {
    Set<String> names = new TreeSet<>();
    for (JsonNode panel : new ObjectMapper().readTree(DASHBOARD.toFile()).path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        Set<String> own =
            METRIC
                .matcher(target.path("expr").asText())
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        assertThat(own).as("metrics in %s", target).isNotEmpty();
        names.addAll(own);
      }
    }
    return names;
  }

  private static Set<String> names(String scrape) {
    return scrape
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("[{ ]", 2)[0])
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
