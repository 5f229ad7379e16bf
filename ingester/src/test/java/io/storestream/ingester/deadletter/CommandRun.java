package io.storestream.ingester.deadletter;

import io.storestream.cli.CommandRunner;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What a run of {@code dlq} gave.
 *
 * @param out standard output
 * @param err standard error, but for the progress that a slow machine shows
 */
record CommandRun(int exitCode, String out, String err) {

  /** Runs the command in this JVM, its standard streams caught. */
  static CommandRun of(String... arguments) {
    PrintStream oldOut = System.out;
    PrintStream oldErr = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      int exitCode = CommandRunner.run(new DlqCommand(), arguments);
      return new CommandRun(
          exitCode,
          out.toString(StandardCharsets.UTF_8),
          err.toString(StandardCharsets.UTF_8).replaceAll("(?m)^redriving: .*\\R", ""));
    } finally {
      System.setOut(oldOut);
      System.setErr(oldErr);
    }
  }
}
