package io.storestream.ingester.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.cli.ExitCode;
import io.storestream.fixtures.CommandRun;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options that make no sense, and what can't be reached; that it works, is tested elsewhere. */
class IngestCommandTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --threads=-1        | threads must be 0 or more: -1
          --partitions=-2     | partitions must be one or more: -2
          --max-in-flight=0   | maxInFlight must be one or more: 0
          --max-ahead=-PT1S   | maxAhead must not be negative: PT-1S
          --max-pending-age=-PT1S | maxPendingAge must not be negative: PT-1S
          --max-ahead=5min    | --max-ahead must be a duration such as PT5M for five minutes
          --management-port=x | --management-port must be a port from 0 to 65535, not 'x'
          --formats=event,xml | --formats must be one or more of event,cloudevents,debezium, separated by commas, not 'event,xml'
          --formats=          | --formats must be one or more of event,cloudevents,debezium, separated by commas, not ''
          --read-units=5      | capacity units must be one or more: 5, 0
          """)
  void shouldRefuseWhatMakesNoSense(String option, String message) {
    CommandRun run = CommandRun.of(new IngestCommand(), option);

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(message);
  }

  @Test
  void shouldNameABrokerThatDoesNotAnswer(@TempDir Path directory) throws IOException {
    Path impatient =
        Files.writeString(
            directory.resolve("client.properties"),
            "default.api.timeout.ms=500\nrequest.timeout.ms=250\n");

    CommandRun run =
        CommandRun.of(
            new IngestCommand(),
            "--bootstrap-servers",
            "localhost:1",
            "--kafka-config",
            impatient.toString(),
            "--management-port",
            "0");

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("localhost:1").contains("--bootstrap-servers");
  }

  @Test
  void shouldNameAManagementPortThatIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      String port = Integer.toString(taken.getLocalPort());

      CommandRun run = CommandRun.of(new IngestCommand(), "--management-port", port);

      assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(run.err())
          .isEqualToIgnoringNewLines(
              "error: port " + port + " is in use: choose another with --management-port");
    }
  }

  @Test
  void shouldNameAManagementHostThatIsNotThisMachines() {
    CommandRun run =
        CommandRun.of(
            new IngestCommand(), "--management-host", "192.0.2.1", "--management-port", "0");

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .startsWith(
            "error: can't listen on 192.0.2.1 port 0 (--management-host, --management-port): ");
  }

  @Test
  void shouldExplainItself() {
    CommandRun run = CommandRun.of(new IngestCommand(), "--help");

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out())
        .contains("--max-pending-age", "STORES_MAX_PENDING_AGE", "PT1M")
        .contains("--from-beginning", "STORES_FROM_BEGINNING");
    assertThat(run.err()).isEmpty();
  }
}
