package io.storestream.producer.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.cli.ExitCode;
import io.storestream.fixtures.CommandRun;
import io.storestream.producer.ProduceCommand;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes in the options of a watch. */
class ProduceWatchOptionsTest {

  private static final String NOT_WITH =
      "--watch does not go with --explain, --dry-run, --as-of and --scope: a file has the time at"
          + " which it is taken, and the place of its folder, as in DIR=country=US";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                           | name a FILE to publish, - for standard input, or a folder with --watch
          --watch=in stores.csv        | --watch takes no FILE: move files into the folder
          --watch=in=country=US        | a place of --watch needs --snapshot
          --watch=in;in                | --watch has the folder in twice: name it once
          --watch=in --quiet-time=-PT1S | --quiet-time must not be negative: PT-1S
          --watch=in --explain         | NOT_WITH
          --watch=in --dry-run         | NOT_WITH
          --watch=in --as-of=2017-02-01T00:00:00Z      | NOT_WITH
          --watch=in --snapshot --scope=country=US     | NOT_WITH
          """)
  void shouldExplainWrongOptions(String arguments, String message) {
    // when
    CommandRun run =
        CommandRun.of(
            new ProduceCommand(), arguments.isEmpty() ? new String[0] : arguments.split(" "));

    // then
    assertThat(run)
        .isEqualTo(
            new CommandRun(
                ExitCode.USAGE,
                "",
                message.replace("NOT_WITH", NOT_WITH) + "\n`produce --help` has all options\n"));
  }

  @Test
  void shouldRefuseFolderThatIsNotThere(@TempDir Path folder) {
    // when
    CommandRun run =
        CommandRun.of(
            new ProduceCommand(), "--watch=" + folder.resolve("in"), "--management-port=0");

    // then
    assertThat(run)
        .isEqualTo(
            new CommandRun(
                ExitCode.FAILED,
                "",
                "error: there is no folder %s to watch (--watch): create it, or correct the name\n"
                    .formatted(folder.resolve("in"))));
  }
}
