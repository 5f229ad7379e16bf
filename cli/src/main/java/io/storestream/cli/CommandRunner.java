package io.storestream.cli;

import java.io.PrintWriter;
import picocli.CommandLine;

/** Runs a picocli command the way all commands here run: short errors, stable exit codes. */
public final class CommandRunner {

  private static final String DEBUG = "STORES_DEBUG";

  private CommandRunner() {}

  /**
   * Parses the arguments and runs the command.
   *
   * <p>A {@link CommandFailedException} is shown as one line, anything unforeseen with its stack
   * trace. With the environment variable {@code STORES_DEBUG} set, both are.
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
}
