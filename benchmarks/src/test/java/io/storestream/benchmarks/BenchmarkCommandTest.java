package io.storestream.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.benchmarks.comparison.Measurements;
import io.storestream.cli.CommandRunner;
import io.storestream.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("benchmarks")
class BenchmarkCommandTest {

  @TempDir private Path directory;

  @Test
  void shouldMeasureOtherCommands() throws IOException {
    assertThat(SmallRun.figures(directory, "produce", "rebuild", "rebuild-local", "verify"))
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

  @Test
  void shouldExplainEachMeasurement() {
    String help = CommandRunner.commandLine(BenchmarkCommand.spec()).getUsageMessage();

    assertThat(Measurements.all())
        .allSatisfy(
            it ->
                assertThat(help)
                    .containsSubsequence(
                        "%s (%s)".formatted(it.name(), String.join(", ", it.contestants())),
                        it.description().substring(0, 20)));
  }
}
