package io.storestream.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.storestream.cli.CommandRunner;
import io.storestream.cli.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Checks that everything is measured; the speed depends on the machine. */
class BenchmarkCommandTest {

  @Test
  void shouldPrintALineForEachMeasurement() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream before = System.out;
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    Level level = root.getLevel(); // which the command turns off
    System.setOut(new PrintStream(out, true, UTF_8));
    try {
      assertThat(CommandRunner.run(new BenchmarkCommand(), "--stores=200", "--rounds=2"))
          .isEqualTo(ExitCode.OK);
    } finally {
      System.setOut(before);
      root.setLevel(level);
    }

    // Numbers that depend on the machine are replaced by n.
    assertThat(out.toString(UTF_8).lines())
        .map(line -> line.replaceAll("[0-9]+([.][0-9]+)?", "n").replaceAll(" +", " "))
        .containsExactly(
            "what items seconds items/s speed heap MB",
            "bare BatchWriteItem loop, n n n n n n",
            "rebuild, n n n n n n",
            "bare BatchWriteItem loop, n n n n n n",
            "rebuild, n n n n n n",
            "bare parallel scan, n n n n n n",
            "verify, n n n n n n",
            "bare parallel scan, n n n n n n",
            "verify, n n n n n n");
    assertThat(out.toString(UTF_8)).containsPattern("verify, 1 +200 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--stores=0", "--rounds=0", "--segments=0", "--max-in-flight=many"})
  void shouldRefuseWhatMakesNoSense(String option) {
    assertThat(CommandRunner.run(new BenchmarkCommand(), option)).isEqualTo(ExitCode.USAGE);
  }
}
