package io.storestream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class CommandRunnerTest {

  private final StringWriter err = new StringWriter();

  @Test
  void shouldExitWithWhatTheCommandReturns() {
    assertThat(run(() -> ExitCode.INPUT_REJECTED)).isEqualTo(3);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void shouldShowAFailureAsOneLine() {
    int exitCode =
        run(
            () -> {
              throw new CommandFailedException("port 7070 is in use", new Exception("cause"));
            });

    assertThat(exitCode).isEqualTo(1);
    assertThat(err.toString().lines()).containsExactly("error: port 7070 is in use");
  }

  @Test
  void shouldShowWhereTheUnforeseenHappened() {
    int exitCode =
        run(
            () -> {
              throw new IllegalStateException("bug");
            });

    assertThat(exitCode).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("error: unexpected java.lang.IllegalStateException: bug")
        .contains("at io.storestream.cli.CommandRunnerTest");
  }

  @Test
  void shouldNameAnOptionThatMakesNoSense() {
    assertThat(run(() -> 0, "--count", "many")).isEqualTo(2);
    assertThat(err.toString()).contains("--count");
  }

  private int run(Callable<Integer> body, String... arguments) {
    CommandLine commandLine = CommandRunner.commandLine(new TestCommand(body));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments);
  }

  @Command(name = "test")
  static final class TestCommand implements Callable<Integer> {
    private final Callable<Integer> body;

    @Option(names = "--count")
    private int count;

    TestCommand(Callable<Integer> body) {
      this.body = body;
    }

    @Override
    public Integer call() throws Exception {
      return body.call() + count;
    }
  }
}
