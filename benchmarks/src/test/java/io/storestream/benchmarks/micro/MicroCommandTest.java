package io.storestream.benchmarks.micro;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.cli.CommandRunner;
import io.storestream.cli.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MicroCommandTest {

  @Test
  void shouldPrintALineForEachBenchmark() {
    // One short iteration of each, in this JVM.
    List<String> lines =
        run(ExitCode.OK, "--forks=0", "--iterations=1", "--iteration-time=PT0.001S");

    // Numbers that depend on the machine are replaced by n.
    assertThat(lines)
        .map(line -> line.replaceAll(" [0-9.]+", " n").replaceAll(" +", " "))
        .containsExactly(
            "benchmark us/item +/- n % bytes/item",
            "DecisionToRequest.insert n - n",
            "DecisionToRequest.update n - n",
            "EventToDecision.accept n - n",
            "EventToDecision.dropDuplicate n - n",
            "ItemToJson.page n - n",
            "ItemToJson.store n - n",
            "RowToEvent.read n - n");
  }

  @Test
  void shouldFailIfNoBenchmarkHasTheName() {
    run(ExitCode.FAILED, "NoSuchBenchmark");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--forks=-1", "--iterations=0", "--iteration-time=PT0S"})
  void shouldRefuseWhatMakesNoSense(String option) {
    run(ExitCode.USAGE, option);
  }

  private static List<String> run(int expected, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(out, true, UTF_8));
    try {
      assertThat(CommandRunner.run(new MicroCommand(), arguments)).isEqualTo(expected);
    } finally {
      System.setOut(before);
    }
    return out.toString(UTF_8).lines().toList();
  }
}
