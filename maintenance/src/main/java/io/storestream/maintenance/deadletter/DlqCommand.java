package io.storestream.maintenance.deadletter;

import picocli.CommandLine.Command;

/** The {@code dlq} command, which only groups its subcommands. */
@Command(
    name = "dlq",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Shows what is in the dead-letter topic, and publishes it again.",
      "",
      "Try `stores dlq list` first."
    },
    subcommands = {ListCommand.class, RedriveCommand.class})
public final class DlqCommand {

  /** Called by picocli. */
  public DlqCommand() {}
}
