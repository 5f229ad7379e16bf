package io.storestream.benchmarks.fault;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.storestream.cli.CommandRunner;
import io.storestream.cli.ExitCode;
import io.storestream.testing.workload.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class FaultsCommandTest {

  private static final int STORES = 60;
  private static final int EVENTS = 600;

  @TempDir private Path directory;

  @Test
  @Tag("benchmarks")
  void shouldFindStorestreamExactAndTheConsumerNot() throws IOException {
    Path json = directory.resolve("figures.json");

    int exitCode =
        run(
            "--who=consumer,storestream",
            "--stores=" + STORES,
            "--events=" + EVENTS,
            "--kills=1",
            "--json=" + json);

    assertThat(exitCode).isEqualTo(ExitCode.OK);
    JsonNode storestream = new JsonMapper().readTree(json.toFile()).at("/contestants/0");
    JsonNode consumer = new JsonMapper().readTree(json.toFile()).at("/contestants/1");
    assertThat(figures(storestream, "contestant", "exact", "lost", "stale", "extra", "different"))
        .containsExactly("storestream", Integer.toString(storesOfWorkload()), "0", "0", "0", "0");
    assertThat(figures(storestream, "ends", "endedByUnusableEvent")).containsExactly("0", "false");
    assertThat(figures(consumer, "contestant", "ends", "endedByUnusableEvent"))
        .containsExactly("consumer", "1", "true");
    assertThat(consumer.path("exact").asInt()).isLessThan(storesOfWorkload());
    assertThat(consumer.path("byRule").asInt()).isPositive();
    assertThat(consumer.path("repeatedWrites").asInt()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--stores=0", "--events=6", "--kills=-1", "--rounds=0", "--who=spark"})
  void shouldRefuseInvalidOptions(String option) {
    assertThat(run(option)).isEqualTo(ExitCode.USAGE);
  }

  private static List<String> figures(JsonNode result, String... names) {
    return Stream.of(names).map(name -> result.path(name).asText()).toList();
  }

  /** Returns how many stores usable events of the workload name. */
  private static int storesOfWorkload() {
    ChangeHistory history = new ChangeHistory();
    Workload workload = new Workload(1, STORES);
    for (int i = 0; i < EVENTS; i++) {
      history.add(workload.next());
    }
    return history.storeNumbers().size();
  }

  private static int run(String... options) {
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    Level level = root.getLevel(); // which the command turns off
    try {
      return CommandRunner.run(new FaultsCommand(), options);
    } finally {
      root.setLevel(level);
    }
  }
}
