package io.storestream.testing.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Prometheus scrapes the services of docker-compose.yml at the ports that their images open. */
class ScrapeConfigurationTest {

  @Test
  void shouldScrapeEachServiceAtThePortOfItsImage() {
    Map<String, Object> services =
        YamlFile.map(Objects.requireNonNull(document("docker-compose.yml").get("services")));
    Map<String, String> scraped =
        YamlFile.list(
                Objects.requireNonNull(
                    document("docker/observability/prometheus.yml").get("scrape_configs")))
            .stream()
            .map(YamlFile::map)
            .collect(
                Collectors.toMap(
                    it -> (String) it.get("job_name"), ScrapeConfigurationTest::target));

    assertThat(services).containsKeys("ingester", "query-api");
    assertThat(scraped)
        .isEqualTo(
            Map.of(
                "ingester", "ingester:" + exposed("ingester"),
                "query-api", "query-api:" + exposed("query-api")));
  }

  /** Returns the name that resolves to all instances, or the only target. */
  private static String target(Map<String, Object> job) {
    if (job.containsKey("dns_sd_configs")) {
      Map<String, Object> names =
          YamlFile.map(YamlFile.list(Objects.requireNonNull(job.get("dns_sd_configs"))).get(0));
      return YamlFile.list(Objects.requireNonNull(names.get("names"))).get(0)
          + ":"
          + names.get("port");
    }
    Map<String, Object> targets =
        YamlFile.map(YamlFile.list(Objects.requireNonNull(job.get("static_configs"))).get(0));
    return (String) YamlFile.list(Objects.requireNonNull(targets.get("targets"))).get(0);
  }

  private static Map<String, Object> document(String file) {
    return YamlFile.documents(YamlFile.ROOT.resolve(file)).get(0);
  }

  private static String exposed(String program) {
    return Deployment.find("Dockerfile", "(?s)FROM runtime AS " + program + "\n.*?EXPOSE (\\d+)");
  }
}
