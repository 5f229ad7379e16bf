package io.storestream.testing;

import io.storestream.cli.CommandRunner;
import io.storestream.testing.soak.SoakCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The program of this module, for developers of storestream. */
@Command(
    name = "testing",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Long tests of storestream under faults.",
    subcommands = {SoakCommand.class, HelpCommand.class})
final class TestingProgram {

  private TestingProgram() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] arguments) {
    CommandRunner.main(new TestingProgram(), arguments);
  }
}
