package io.storestream.quickstart.generate;

import static io.storestream.quickstart.generate.Generated.stores;
import static io.storestream.quickstart.generate.Generated.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class GenerateCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldWriteAThousandStoresByDefault() {
    assertThat(execute(out)).isEqualTo(ExitCode.OK);
    assertThat(out.toString(UTF_8)).isEqualTo(text(stores(1_000)));
  }

  @Test
  void shouldPassOnEveryOption() {
    assertThat(execute(out, "--stores", "300", "--seed=-9", "--changes=2.5", "--closures=1"))
        .isEqualTo(ExitCode.OK);
    assertThat(out.toString(UTF_8)).isEqualTo(text(new GeneratorOptions(300, -9, 2.5, 1)));
  }

  @ParameterizedTest
  @CsvSource({
    "--stores=0, stores is 0",
    "--changes=101, changes is 101.0",
    "--closures=-1, closures is -1.0"
  })
  void shouldRefuseWhatIsOutOfRange(String option, String message) {
    assertThat(execute(out, option)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).startsWith(message);
    assertThat(out.size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Broken pipe", "The pipe is being closed"})
  void shouldEndQuietlyWhenTheReaderHasGone(String message) {
    assertThat(execute(failing(message), "--stores=5000")).isEqualTo(ExitCode.OK);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void shouldFailWhenTheDiskIsFull() {
    GenerateCommand command = new GenerateCommand(failing("No space left on device"));
    new CommandLine(command).parseArgs("--stores=10");

    assertThatThrownBy(command::call)
        .isInstanceOf(CommandFailedException.class)
        .hasMessage(
            "cannot write to standard output: No space left on device; free space there, or write"
                + " elsewhere");
  }

  private int execute(OutputStream target, String... arguments) {
    return new CommandLine(new GenerateCommand(target))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private static OutputStream failing(String message) {
    return new OutputStream() {
      @Override
      public void write(int value) throws IOException {
        throw new IOException(message);
      }
    };
  }
}
