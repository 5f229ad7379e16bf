package io.storestream.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.cli.ExitCode;
import io.storestream.fixtures.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Failures before a broker answers. */
class ProduceCommandFailureTest {

  @TempDir private Path folder;

  @Test
  void shouldNameBrokerThatDoesNotAnswer() throws IOException {
    // given
    Path file = Files.writeString(folder.resolve("stores.csv"), "Store Number,Country\n");
    Path config = folder.resolve("kafka.properties");
    Files.writeString(config, "default.api.timeout.ms=1000\nrequest.timeout.ms=500\n");

    // when nobody listens on the discard port
    CommandRun run =
        CommandRun.of(
            new ProduceCommand(),
            "--bootstrap-servers",
            "127.0.0.1:9",
            "--kafka-config",
            config.toString(),
            file.toString());

    // then
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("error: no Kafka broker answers at 127.0.0.1:9 ");
  }

  @Test
  void shouldNameMissingFileFirst() {
    // given
    Path missing = folder.resolve("missing.csv");

    // when
    CommandRun run =
        CommandRun.of(
            new ProduceCommand(), "--bootstrap-servers", "127.0.0.1:9", missing.toString());

    // then
    assertThat(run)
        .isEqualTo(
            new CommandRun(
                ExitCode.FAILED,
                "",
                "error: "
                    + missing
                    + " does not exist: check the name and the folder; nothing was published\n"));
  }

  @Test
  void shouldReadStandardInputOnceOnly() {
    assertThat(CommandRun.of(new ProduceCommand(), "-", "-"))
        .isEqualTo(
            new CommandRun(
                ExitCode.FAILED,
                "",
                "error: standard input can be read only once: give - once; nothing was published\n"));
  }

  @Test
  void shouldRefuseTheRejectsFileOfAnEarlierRun() throws IOException {
    // given
    Path rejects = Files.createFile(folder.resolve("stores.csv.rejects.csv"));

    // when
    CommandRun run =
        CommandRun.of(
            new ProduceCommand(), "--bootstrap-servers", "127.0.0.1:9", rejects.toString());

    // then
    assertThat(run)
        .isEqualTo(
            new CommandRun(
                ExitCode.FAILED,
                "",
                "error: %s is a rejects file of an earlier run: repair its rows in the original, or rename it; nothing was published\n"
                    .formatted(rejects)));
  }

  @Test
  void shouldRefuseInvalidTime() {
    // when
    CommandRun run = CommandRun.of(new ProduceCommand(), "--as-of", "yesterday", "stores.csv");

    // then
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .first()
        .isEqualTo("--as-of must be like 2017-02-01T00:00:00Z, not yesterday");
  }
}
