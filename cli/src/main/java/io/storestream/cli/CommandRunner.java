package io.storestream.cli;

import java.io.PrintWriter;
import java.time.Duration;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs a picocli command the way all commands here run: short errors, stable exit codes. */
public final class CommandRunner {

  /** What {@code --version} says. */
  public static final String VERSION = "storestream 0.1.0";

  private static final String DEBUG = "STORES_DEBUG";

  private CommandRunner() {}

  /**
   * Runs the command as the program that this process is, and ends the process with its exit code.
   * What libraries log through java.util.logging goes where all else is logged.
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
   * <p>A wrong argument is shown with where to find help, or with the usage of a command that has
   * subcommands. A {@link CommandFailedException} is shown as one line, anything unforeseen with
   * its stack trace. With the environment variable {@code STORES_DEBUG} set, both are.
   *
   * @param command an object with picocli's annotations
   * @return one of {@link ExitCode}
   */
  public static int run(Object command, String... arguments) {
    int exitCode = commandLine(command).execute(arguments);
    StopSignal.commandEnded();
    return exitCode;
  }

  static CommandLine commandLine(Object command) {
    CommandLine commandLine = new CommandLine(command);
    commandLine.setUsageHelpAutoWidth(true);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.registerConverter(Duration.class, new DurationConverter());
    commandLine.setParameterExceptionHandler((wrong, arguments) -> explain(wrong));
    commandLine.setExecutionExceptionHandler(
        (exception, failed, parsed) -> {
          PrintWriter err = failed.getErr();
          if (exception instanceof CommandFailedException) {
            err.println("error: " + exception.getMessage());
          } else {
            err.println("error: unexpected " + exception);
          }
          if (!(exception instanceof CommandFailedException) || System.getenv(DEBUG) != null) {
            exception.printStackTrace(err);
          }
          err.flush();
          return ExitCode.FAILED;
        });
    return commandLine;
  }

  private static int explain(ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(wrong.getMessage());
    UnmatchedArgumentException.printSuggestions(wrong, err);
    if (command.getSubcommands().isEmpty()) {
      err.printf("`%s --help` has all options%n", command.getCommandSpec().qualifiedName());
    } else {
      command.usage(err);
    }
    err.flush();
    return ExitCode.USAGE;
  }
}
