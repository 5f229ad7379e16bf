package io.storestream.maintenance.rebuild;

import io.storestream.cli.ExitCode;
import io.storestream.cli.StopSignal;
import io.storestream.cli.option.EnvironmentVariable;
import io.storestream.cli.option.ValidSettings;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.schema.BillingOptions;
import io.storestream.dynamodb.schema.TableOptions;
import io.storestream.dynamodb.writer.DynamoDbWriter;
import io.storestream.kafka.KafkaOptions;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The {@code rebuild} command. */
@Command(
    name = "rebuild",
    mixinStandardHelpOptions = true,
    description = {
      "Replays the compacted topics `stores` and `location-counts` into a DynamoDB table, new or"
          + " existing, and its table of counts, until they have all that the topics hold.",
      "",
      "A table that is absent is created. Each item is written on condition that the table has none"
          + " that is newer, so an ingester may write to the table meanwhile. Stopped or killed, the same command"
          + " goes on where it was: how far it has come are the offsets of the consumer group"
          + " storestream-rebuild-TABLE. What the table has and the topic has not stays: `stores"
          + " verify` finds it.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:The table has all that the topic holds; with --follow, as of the stop.",
      "1:Failed or stopped early; a message says why.",
      "2:The options make no sense.",
      "3:As 0, but for records that can't be used; the log names them."
    })
public final class RebuildCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private KafkaOptions kafka = new KafkaOptions();
  @Mixin private TableOptions table = new TableOptions();
  @Mixin private BillingOptions billing = new BillingOptions();

  @Option(
      names = "--geo",
      paramLabel = "BOOLEAN",
      arity = "1",
      description = "Create the table with its index by geohash; an existing table stays as it is.")
  private boolean geo = true;

  @Option(
      names = "--add-index",
      fallbackValue = "true",
      description =
          "Add the index by geohash to an existing table, which stays in use, wait until DynamoDB"
              + " has filled it, and write all stores again, as those of earlier releases have no"
              + " geohash.")
  @EnvironmentVariable("STORES_REBUILD_ADD_INDEX")
  private boolean addIndex;

  @Option(
      names = "--follow",
      fallbackValue = "true",
      description = "Keep the table current afterwards, until stopped.")
  @EnvironmentVariable("STORES_REBUILD_FOLLOW")
  private boolean follow;

  @Option(
      names = "--from-beginning",
      fallbackValue = "true",
      description = "Start over, and ignore the position of an earlier rebuild of the table.")
  @EnvironmentVariable("STORES_REBUILD_FROM_BEGINNING")
  private boolean fromBeginning;

  @Option(
      names = "--max-in-flight",
      paramLabel = "N",
      description = "Write requests in flight at the same time.")
  private int maxInFlight = DynamoDbWriter.DEFAULT_MAX_IN_FLIGHT;

  private final Supplier<StopSignal> stopSignal;

  /** Called by picocli. */
  public RebuildCommand() {
    this(StopSignal::install);
  }

  RebuildCommand(Supplier<StopSignal> stopSignal) {
    this.stopSignal = stopSignal;
  }

  @Override
  public Integer call() {
    Rebuild rebuild = new Rebuild(kafka, DynamoDbEndpoint.fromEnvironment(), settings());
    try (StopSignal stop = stopSignal.get()) {
      RebuildReport report = rebuild.run(stop, this::print);
      if (follow) {
        report.toSummary().printTo(System.out);
      }
      int exitCode = report.isComplete() ? ExitCode.OK : ExitCode.INPUT_REJECTED;
      stop.exitWith(exitCode);
      return exitCode;
    }
  }

  private void print(RebuildReport report) {
    report.toSummary().printTo(System.out);
    if (follow) {
      System.out.printf("table %s is complete; following topic stores%n", table.table());
    }
  }

  private RebuildSettings settings() {
    return ValidSettings.of(
        spec,
        () ->
            new RebuildSettings(
                table.table(),
                billing.billing(),
                geo,
                addIndex,
                follow,
                fromBeginning,
                maxInFlight));
  }
}
