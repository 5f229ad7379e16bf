package io.storestream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
    assertThat(err.toString().lines())
        .containsExactly(
            "--count must be a whole number, not 'many'", "`test --help` has all options");
  }

  @Test
  void shouldSuggestTheOptionThatWasMeant() {
    assertThat(run(() -> 0, "--counts", "1")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "Unknown options: '--counts', '1'",
            "Possible solutions: --count",
            "`test --help` has all options");
  }

  @Test
  void shouldShowTheSubcommandsOfACommandWithout() {
    assertThat(execute(new Parent())).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("Missing required subcommand")
        .contains("Usage: parent COMMAND", "counts something");
  }

  @Test
  void shouldSuggestTheCommandThatWasMeant() {
    assertThat(execute(new Parent(), "chil")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "there is no command 'chil'",
            "Did you mean: parent child?",
            "`parent --help` has all commands");
  }

  @Test
  void shouldPrintTheVersionOfThePom() throws Exception {
    // given
    Matcher version =
        Pattern.compile("<version>(.+?)</version>").matcher(Files.readString(Path.of("pom.xml")));
    assertThat(version.find()).isTrue();
    StringWriter out = new StringWriter();

    // when
    int exitCode =
        CommandRunner.commandLine(new Parent())
            .setOut(new PrintWriter(out, true))
            .execute("child", "--version");

    // then
    assertThat(exitCode).isZero();
    assertThat(out.toString().lines()).containsExactly("storestream " + version.group(1));
  }

  @Test
  void shouldTakeADurationOfASubcommand() {
    assertThat(execute(new Parent(), "child", "--time", "PT3S")).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5m", "300", "PT", ""})
  void shouldSayHowToWriteADuration(String time) {
    assertThat(execute(new Parent(), "child", "--time=" + time)).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "--time must be a duration such as PT5M for five minutes or PT30S for thirty seconds,"
                + " not '%s'".formatted(time),
            "`parent child --help` has all options");
  }

  private int run(Callable<Integer> body, String... arguments) {
    return execute(new TestCommand(body), arguments);
  }

  private int execute(Object command, String... arguments) {
    CommandLine commandLine = CommandRunner.commandLine(command);
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

  @Command(name = "parent", subcommands = Child.class, synopsisSubcommandLabel = "COMMAND")
  static final class Parent {}

  @Command(name = "child", mixinStandardHelpOptions = true, description = "counts something")
  static final class Child implements Callable<Integer> {
    @Option(names = "--time")
    private Duration time = Duration.ZERO;

    @Override
    public Integer call() {
      return Math.toIntExact(time.toSeconds());
    }
  }
}
