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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Checks that everything is measured and no item is lost; the speed depends on the machine. */
class BenchmarkCommandTest {

  private static final int STORES = 2000;

  @TempDir private Path directory;

  @Test
  void shouldMeasureLoads() throws IOException {
    assertThat(measured("first-load", "updates", "unchanged"))
        .containsExactly(
            "first-load storestream /s 2000 of consumer",
            "first-load consumer /s 2000 of consumer",
            "start storestream s 2000 of consumer",
            "start consumer s 2000 of consumer",
            "updates storestream /s 2000 of consumer",
            "updates consumer /s 2000 of consumer",
            "unchanged storestream /s 2000 of bare",
            "unchanged bare /s 2000 of bare");
  }

  @Test
  void shouldMeasureOtherCommands() throws IOException {
    assertThat(measured("produce", "rebuild", "rebuild-local", "verify"))
        .containsExactly(
            "produce storestream /s 2000 of bare",
            "produce bare /s 2000 of bare",
            "rebuild storestream /s 2000 of bare",
            "rebuild bare /s 2000 of bare",
            "rebuild-local storestream /s 2000 of bare",
            "rebuild-local bare /s 2000 of bare",
            "verify storestream /s 2000 of bare",
            "verify bare /s 2000 of bare");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--stores=0", "--rounds=0", "--latency=-1", "--only=spark"})
  void shouldRefuseInvalidOptions(String option) {
    assertThat(CommandRunner.run(BenchmarkCommand.spec(), option)).isEqualTo(ExitCode.USAGE);
  }

  /** Returns the figures of the JSON, and checks that the table has the same. */
  private List<String> measured(String... measurements) throws IOException {
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
    assertThat(table.lines().skip(1).map(BenchmarkCommandTest::names))
        .containsExactlyElementsOf(rows);
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
