package io.storestream.maintenance.verify;

import io.storestream.cli.ExitCode;
import io.storestream.cli.StopSignal;
import io.storestream.cli.Summary;
import io.storestream.cli.option.EnvironmentVariable;
import io.storestream.cli.option.ValidSettings;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.schema.TableOptions;
import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.LastStableOffset;
import io.storestream.kafka.WaitingEvents;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The {@code verify} command. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Compares every item of a table with the stores topic, and says where they differ. Ingesters may"
          + " be running.",
      "",
      "A difference is of one kind:",
      "  missing    the topic has the store, the table has no item",
      "  extra      the table has an item of a store that the topic does not have",
      "  stale      the item's version is older than the topic's",
      "  different  the same version with other attributes, a newer one, or none",
      "Tombstones of deleted stores are compared too, until they expire. Counts of locations are compared"
          + " with a count of the topic.",
      "Events that the ingesters have not processed are no differences, as the topic does not have"
          + " them yet: `events waiting` counts them, and a warning names open transactions.",
      "",
      "Needs about 140 bytes of memory a store: STORES_JAVA_OPTS=-Xmx2g is enough for 10 million.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:The table has what the topic says; with --repair, by now.",
      "1:There are differences or records that can't be read, or it failed; a message says why.",
      "2:The options make no sense."
    })
public final class VerifyCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private KafkaOptions kafka = new KafkaOptions();
  @Mixin private TableOptions table = new TableOptions();

  @Option(
      names = "--application-id",
      paramLabel = "ID",
      description =
          "Application ID of the ingesters that write the table; verify waits for the writes"
              + " that they have in flight.")
  private String applicationId = InternalTopics.DEFAULT_APPLICATION_ID;

  @Option(
      names = "--segments",
      paramLabel = "N",
      description =
          "Segments of the table that are scanned in parallel; fewer leave more of a"
              + " provisioned table's capacity to other readers.")
  @EnvironmentVariable("STORES_VERIFY_SEGMENTS")
  private int segments = VerifySettings.DEFAULT_SEGMENTS;

  @Option(
      names = "--examples",
      paramLabel = "N",
      description = "Differences of each kind that are listed; all are counted.")
  @EnvironmentVariable("STORES_VERIFY_EXAMPLES")
  private int examples = VerifySettings.DEFAULT_EXAMPLES;

  @Option(
      names = "--repair",
      fallbackValue = "true",
      description =
          "Repair the differences, then verify everything again: missing stores are written,"
              + " extra items are deleted, and items that change meanwhile are left alone. The"
              + " counts are those of the second run.")
  @EnvironmentVariable("STORES_VERIFY_REPAIR")
  private boolean repair;

  /** Called by picocli. */
  public VerifyCommand() {}

  @Override
  public Integer call() {
    VerifySettings settings = settings();
    try (StopSignal stop = StopSignal.install()) {
      stop.exitWith(ExitCode.FAILED); // stopped, nothing is proved
      try (TableVerification verification =
          TableVerification.open(settings, kafka, DynamoDbEndpoint.fromEnvironment(), stop)) {
        int exitCode = verify(verification) ? ExitCode.OK : ExitCode.FAILED;
        stop.exitWith(exitCode);
        return exitCode;
      }
    }
  }

  private boolean verify(TableVerification verification) {
    VerifyReport report = verification.verify();
    report.printDifferences(System.out);
    Summary summary = report.toSummary();
    if (repair) {
      long repaired = 0;
      if (report.differences() > 0) {
        note("%,d differences; repairing them".formatted(report.differences()));
        repaired = verification.repair();
        note("%,d repaired; verifying again".formatted(repaired));
        report = verification.verify();
        report.printDifferences(System.out);
        summary = report.toSummary();
      }
      summary.add("repaired", repaired);
    }
    warnOfMisplaced(report);
    warnOfWaiting(report.waiting());
    summary.printTo(System.out);
    return report.isClean();
  }

  private void warnOfMisplaced(VerifyReport report) {
    if (report.records().misplaced() > 0) {
      note(
          ("warning: %,d records of topic stores are in partitions where their stores no longer"
                  + " belong: partitions were added. A store that was deleted since may come back,"
                  + " as its old record is never compacted away")
              .formatted(report.records().misplaced()));
    }
  }

  private void warnOfWaiting(WaitingEvents.Count waiting) {
    for (LastStableOffset open : waiting.openTransactions()) {
      note("warning: partition %s is held up: %s".formatted(open.partition(), open.explanation()));
    }
    if (!waiting.isComplete()) {
      note(
          ("warning: application %s has no positions, so it is not known from which topic it reads"
                  + " and how many events wait there: start an ingester, and verify again")
              .formatted(applicationId));
    }
  }

  private VerifySettings settings() {
    return ValidSettings.of(
        spec, () -> new VerifySettings(table.table(), applicationId, segments, examples));
  }

  private void note(String line) {
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    err.println(line);
    err.flush();
  }
}
