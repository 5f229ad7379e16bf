package io.storestream.ingester;

import io.storestream.cli.CommandRunner;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What a run of a command gave.
 *
 * @param out standard output
 * @param err standard error, but for the progress that a slow machine shows
 */
public record CommandRun(int exitCode, String out, String err) {

  /** Runs a command in this JVM, its standard streams caught. */
  public static CommandRun of(Object command, String... arguments) {
    PrintStream oldOut = System.out;
    PrintStream oldErr = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      int exitCode = CommandRunner.run(command, arguments);
      return new CommandRun(
          exitCode,
          out.toString(StandardCharsets.UTF_8),
          err.toString(StandardCharsets.UTF_8)
              .replaceAll("(?m)^(redriving|rebuilding|reading stores|scanning \\S+): .*\\R", ""));
    } finally {
      System.setOut(oldOut);
      System.setErr(oldErr);
    }
  }
}
