package io.storestream.producer;

import io.storestream.cli.CommandRunner;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The program of this module alone, for its container image. */
@Command(
    name = "producer",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Publishes files of stores as change events.",
    subcommands = {ProduceCommand.class, HelpCommand.class})
final class ProducerProgram {

  private ProducerProgram() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] arguments) {
    CommandRunner.main(new ProducerProgram(), arguments);
  }
}
