package io.storestream.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.cli.CommandRunner;
import io.storestream.cli.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class PortConverterTest {

  @ParameterizedTest
  @ValueSource(strings = {"0", "7070", "65535"})
  void shouldTakeAPort(String port) {
    assertThat(new PortConverter().convert(port)).isEqualTo(Integer.valueOf(port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "65536", "99999999999", "http", ""})
  void shouldRefuseWhatIsNoPort(String port) {
    StringWriter err = new StringWriter();
    int exitCode =
        CommandRunner.commandLine(new Listen())
            .setErr(new PrintWriter(err))
            .execute("--http-port=" + port);
    assertThat(exitCode).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString())
        .startsWith(
            "--http-port must be a port from 0 to 65535, not '%s'".formatted(port)
                + System.lineSeparator());
  }

  @Command(name = "listen")
  static final class Listen implements Callable<Integer> {

    @Option(names = "--http-port", paramLabel = "PORT", converter = PortConverter.class)
    private int port;

    @Override
    public Integer call() {
      return port;
    }
  }
}
