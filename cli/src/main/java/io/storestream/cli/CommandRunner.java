package io.storestream.cli;

import io.storestream.cli.option.DurationConverter;
import io.storestream.cli.option.EnvironmentDefaults;
import io.storestream.cli.option.InvalidValue;
import io.storestream.cli.option.OptionHelp;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs a picocli command with short errors and stable exit codes, the same for all commands. */
public final class CommandRunner {

  private static final String DEBUG = "STORES_DEBUG";

  private CommandRunner() {}

  /**
   * Runs the command as the program of this process, and ends the process with its exit code. Logs
   * of libraries through java.util.logging go to the same log as all others.
   *
   * @param command as for {@link #run}
   */
  public static void main(Object command, String... arguments) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    System.exit(run(command, arguments));
  }

  /**
   * Parses the arguments and runs the command.
   *
   * <p>A wrong argument is shown in one line, with suggestions and where to find help. A missing
   * subcommand is shown with the usage. A {@link CommandFailedException} is shown in one line, any
   * unexpected exception with its stack trace. If the environment variable {@code STORES_DEBUG} is
   * set, both have a stack trace.
   *
   * @param command an object with picocli's annotations
   * @return one of {@link ExitCode}
   */
  public static int run(Object command, String... arguments) {
    int exitCode = commandLine(command).execute(arguments);
    StopSignal.commandEnded();
    return exitCode;
  }

  public static CommandLine commandLine(Object command) {
    return commandLine(command, System::getenv);
  }

  /**
   * Prepares a command.
   *
   * @param environment returns the value of a variable, or {@code null} if it is not set
   */
  public static CommandLine commandLine(
      Object command, Function<String, @Nullable String> environment) {
    CommandLine commandLine = new CommandLine(command);
    commandLine.setUsageHelpAutoWidth(true);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.registerConverter(Duration.class, new DurationConverter());
    commandLine.setDefaultValueProvider(new EnvironmentDefaults(environment));
    commandLine.setHelpFactory(OptionHelp::new);
    setVersion(commandLine);
    commandLine.setParameterExceptionHandler((mistake, arguments) -> explain(mistake));
    commandLine.setExecutionExceptionHandler(
        (exception, failed, parsed) -> {
          PrintWriter err = failed.getErr();
          if (exception instanceof CommandFailedException) {
            err.println("error: " + exception.getMessage());
          } else {
            err.println("error: unexpected " + exception);
          }
          if (!(exception instanceof CommandFailedException) || environment.apply(DEBUG) != null) {
            exception.printStackTrace(err);
          }
          err.flush();
          return ExitCode.FAILED;
        });
    return commandLine;
  }

  private static void setVersion(CommandLine command) {
    command.getCommandSpec().versionProvider(new ProjectVersion());
    command.getSubcommands().values().forEach(CommandRunner::setVersion);
  }

  private static int explain(ParameterException mistake) {
    CommandLine command = mistake.getCommandLine();
    boolean hasSubcommands = !command.getSubcommands().isEmpty();
    PrintWriter err = command.getErr();
    err.println(message(mistake));
    if (hasSubcommands && !(mistake instanceof UnmatchedArgumentException)) {
      command.usage(err);
    } else {
      UnmatchedArgumentException.printSuggestions(mistake, err);
      err.printf(
          "`%s --help` has all %s%n",
          command.getCommandSpec().qualifiedName(), hasSubcommands ? "commands" : "options");
    }
    err.flush();
    return ExitCode.USAGE;
  }

  private static String message(ParameterException mistake) {
    if (mistake instanceof UnmatchedArgumentException unmatched
        && !unmatched.isUnknownOption()
        && !mistake.getCommandLine().getSubcommands().isEmpty()) {
      return "there is no command '%s'".formatted(unmatched.getUnmatched().get(0));
    }
    String invalidValue = InvalidValue.explain(mistake);
    return invalidValue == null ? String.valueOf(mistake.getMessage()) : invalidValue;
  }
}
