package io.storestream.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.storestream.cli.ExitCode;
import io.storestream.cli.StopSignal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data that {@code demo} loads and keeps, and its output. */
class DemoTest {

  private static final DemoPorts FREE_PORTS = new DemoPorts(0, 0, 0);

  @TempDir private Path directory = Path.of("");

  @Test
  void shouldRejectRowsAndLoadTheRest() throws Exception {
    Path file = directory.resolve("stores.csv");
    Files.writeString(
        file, "Store Number,Country,City\n1,US,Omaha\n2,,Lima\n3,FR,Nice,06000\n4,DE,\"Ulm\"\n");
    try (DemoDirectories directories = DemoDirectories.create(null);
        DemoStack stack = stack(directories)) {
      String summary = load(stack, file, ExitCode.INPUT_REJECTED);

      assertThat(summary.lines().limit(8))
          .containsExactly(
              "rows read: 4",
              "rows rejected: 2",
              "rows superseded: 0",
              "events published: 2",
              "rows passed over: 0",
              "coordinates dropped: 0",
              "store numbers in two countries: 0",
              "stores written: 2");
      assertThat(table(stack).keySet()).containsExactly("1", "4");
      assertThat(directory.resolve("stores.csv.rejects.csv")).exists();
    }
  }

  @Test
  void shouldMakeTheTableThatTheFileSaysAndKeepAllDataBetweenRuns() throws Exception {
    Path file = resource("edge-cases.csv");
    try (DemoDirectories directories = DemoDirectories.create(directory.resolve("data"));
        DemoStack stack = stack(directories)) {
      String summary = load(stack, file, ExitCode.OK);

      assertThat(summary.lines().limit(11))
          .containsExactly(
              "rows read: 14",
              "rows rejected: 0",
              "rows superseded: 1",
              "events published: 13",
              "rows passed over: 0",
              "coordinates dropped: 0",
              "store numbers in two countries: 0",
              "stores written: 13",
              "duplicates dropped: 0",
              "stale dropped: 0",
              "write requests: " + stack.ingester().figures().writeRequests());
      assertThat(table(stack)).isEqualTo(ExpectedTable.of(file));
    }
    try (DemoDirectories directories = DemoDirectories.create(directory.resolve("data"));
        DemoStack stack = stack(directories)) {
      String summary = load(stack, file, ExitCode.OK);

      assertThat(summary)
          .contains("stores written: 0\nduplicates dropped: 13\nstale dropped: 0\n")
          .contains("write requests: 0\n");
      assertThat(table(stack)).isEqualTo(ExpectedTable.of(file));
    }
  }

  private static DemoStack stack(DemoDirectories directories) {
    return new DemoStack(
        FREE_PORTS, directories, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
  }

  private static String load(DemoStack stack, Path file, int expectedExitCode) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (StopSignal stop = StopSignal.install();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8)) {
      assertThat(new DemoRun(stack, stop, print).load(file)).isEqualTo(expectedExitCode);
    }
    return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  private static Map<String, Map<String, String>> table(DemoStack stack) {
    return StoredTable.read(stack.lookups().reader(), stack.table());
  }

  private Path resource(String name) throws IOException {
    Path copy = directory.resolve(name);
    try (InputStream in = DemoTest.class.getResourceAsStream(name)) {
      Files.copy(Objects.requireNonNull(in), copy);
    }
    return copy;
  }
}
