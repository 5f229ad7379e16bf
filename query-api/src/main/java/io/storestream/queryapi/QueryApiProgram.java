package io.storestream.queryapi;

import io.storestream.cli.CommandRunner;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The program of this module alone, for its container image. */
@Command(
    name = "query-api",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Answers lookups of stores over HTTP.",
    subcommands = {ServeCommand.class, HelpCommand.class})
final class QueryApiProgram {

  private QueryApiProgram() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] arguments) {
    CommandRunner.main(new QueryApiProgram(), arguments);
  }
}
