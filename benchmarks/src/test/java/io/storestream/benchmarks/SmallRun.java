package io.storestream.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.storestream.cli.CommandRunner;
import io.storestream.cli.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Small runs of the benchmark, which fail if an item is lost or written twice. */
final class SmallRun {

  private static final int STORES = 2000;

  private SmallRun() {}

  /**
   * Runs measurements with all contestants but Flink.
   *
   * @return what the JSON has a positive figure of, after a check that the table has the same
   */
  static List<String> figures(Path directory, String... measurements) throws IOException {
    Path json = directory.resolve("figures.json");
    String only = String.join(",", measurements) + ",storestream,consumer,bare";
    String table = run("--stores=" + STORES, "--rounds=1", "--only=" + only, "--json=" + json);

    List<String> figures = new ArrayList<>();
    List<String> rows = new ArrayList<>();
    for (JsonNode figure : new JsonMapper().readTree(json.toFile()).path("figures")) {
      String name = figure.path("measurement").asText() + " " + figure.path("contestant").asText();
      String baseline = " of " + figure.path("baseline").asText();
      rows.add(name + baseline);
      figures.add(
          "%s %s %d%s"
              .formatted(
                  name, figure.path("unit").asText(), figure.path("items").asLong(), baseline));
      assertThat(figure.path("median").asDouble()).isPositive();
    }
    assertThat(table.lines().skip(1).map(SmallRun::names)).containsExactlyElementsOf(rows);
    return figures;
  }

  /** Returns what a row of the table is about, without the figures. */
  private static String names(String row) {
    String[] columns = row.split(" +", -1);
    return "%s %s of %s".formatted(columns[0], columns[1], columns[columns.length - 1]);
  }

  private static String run(String... options) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream before = System.out;
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    Level level = root.getLevel(); // which the command turns off
    System.setOut(new PrintStream(out, true, UTF_8));
    try {
      assertThat(CommandRunner.run(BenchmarkCommand.spec(), options)).isEqualTo(ExitCode.OK);
    } finally {
      System.setOut(before);
      root.setLevel(level);
    }
    return out.toString(UTF_8);
  }
}
