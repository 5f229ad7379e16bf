package io.storestream.quickstart;

import io.storestream.cli.CommandRunner;
import io.storestream.ingester.command.IngestCommand;
import io.storestream.maintenance.deadletter.DlqCommand;
import io.storestream.maintenance.rebuild.RebuildCommand;
import io.storestream.maintenance.verify.VerifyCommand;
import io.storestream.producer.ProduceCommand;
import io.storestream.queryapi.ServeCommand;
import io.storestream.quickstart.generate.GenerateCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The program behind {@code ./stores}. */
@Command(
    name = "stores",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Store changes through Kafka into DynamoDB, exactly, and lookups over HTTP.",
    footer = {
      "",
      "`stores images` builds container images of the parts; it needs a Docker engine.",
      "Try `stores demo` first. Results go to standard output, logs and progress to standard error.",
      "Exit codes: 0 all went well, 1 failed, 2 wrong options, 3 done but some input was rejected."
    },
    subcommands = {
      DemoCommand.class,
      ProduceCommand.class,
      IngestCommand.class,
      RebuildCommand.class,
      DlqCommand.class,
      VerifyCommand.class,
      ServeCommand.class,
      GenerateCommand.class,
      HelpCommand.class
    })
public final class Stores {

  private Stores() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] arguments) {
    CommandRunner.main(new Stores(), arguments);
  }
}
