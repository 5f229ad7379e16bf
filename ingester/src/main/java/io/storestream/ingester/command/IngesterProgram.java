package io.storestream.ingester.command;

import io.storestream.cli.CommandRunner;
import io.storestream.maintenance.deadletter.DlqCommand;
import io.storestream.maintenance.rebuild.RebuildCommand;
import io.storestream.maintenance.verify.VerifyCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The program of this module alone, for its container image. */
@Command(
    name = "ingester",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Keeps a DynamoDB table up to date with change events in Kafka.",
    subcommands = {
      IngestCommand.class,
      RebuildCommand.class,
      VerifyCommand.class,
      DlqCommand.class,
      HelpCommand.class
    })
final class IngesterProgram {

  private IngesterProgram() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] arguments) {
    CommandRunner.main(new IngesterProgram(), arguments);
  }
}
