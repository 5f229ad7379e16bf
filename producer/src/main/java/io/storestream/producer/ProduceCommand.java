package io.storestream.producer;

import io.storestream.cli.ExitCode;
import io.storestream.cli.Summary;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.Topics;
import io.storestream.model.Version;
import io.storestream.producer.file.StoreFile;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code produce}: publishes files of stores as change events. */
@Command(
    name = "produce",
    mixinStandardHelpOptions = true,
    description = {
      "Publishes files of stores as change events.",
      "",
      "A row that can't be used never stops the others: it goes to FILE.rejects.csv with its line"
          + " and the reason. If a store is in a file twice, its last row counts. Publishing the"
          + " same again does no harm.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:All rows are published.",
      "1:Failed; a message says why.",
      "2:The options make no sense.",
      "3:Published, but rows were rejected, or --snapshot could close nothing."
    })
public final class ProduceCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "CSV with a line of column names, of which Store Number and Country are needed; or NDJSON"
              + " of change events (.ndjson, .jsonl). - is CSV from standard input. What gzip has"
              + " compressed is read too, from a named pipe as well.")
  private List<String> files = List.of();

  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      description = "Topic that the events go to; it must exist.")
  private String topic = Topics.STORE_CHANGES;

  @Option(
      names = "--as-of",
      paramLabel = "INSTANT",
      description =
          "Time since which the files are true, such as 2017-02-01T00:00:00Z; an event's own"
              + " updatedAt takes precedence. Without it, the start of the run.")
  private String asOf = "";

  @Option(
      names = "--snapshot",
      fallbackValue = "true",
      description =
          "The files together list all stores: close those that are in the topic "
              + Topics.STORES
              + " and in none of the files, unless these are more than half.")
  private boolean snapshot;

  private final BiFunction<KafkaOptions, String, EventPublisher> publishers;

  /** Creates a command that picocli fills in. */
  public ProduceCommand() {
    this(EventPublisher::create);
  }

  /**
   * @param publishers creates the publisher to a topic
   */
  ProduceCommand(BiFunction<KafkaOptions, String, EventPublisher> publishers) {
    this.publishers = publishers;
  }

  @Override
  public Integer call() {
    Instant updatedAt = updatedAt();
    if (updatedAt.isAfter(Instant.now())) {
      warn("--as-of is in the future; ingesters reject events beyond --max-ahead");
    }
    List<StoreFile> storeFiles = files.stream().map(StoreFile::of).toList();
    PublishRun run = new PublishRun(kafka, topic, updatedAt, storeFiles, snapshot);
    PublishReport report = run.run(publishers.apply(kafka, topic));
    printSummary(report);
    return explain(report);
  }

  private Instant updatedAt() {
    try {
      Instant instant = asOf.isBlank() ? Instant.now() : Instant.parse(asOf.strip());
      return Version.firstAt(instant).updatedAt();
    } catch (DateTimeException e) {
      String message = "--as-of must be like 2017-02-01T00:00:00Z, not " + asOf;
      throw new ParameterException(spec().commandLine(), message, e);
    }
  }

  private void printSummary(PublishReport report) {
    Summary summary = report.addTo(new Summary());
    if (snapshot) {
      summary.add("stores closed", report.storesClosed());
    }
    summary.addSeconds("seconds", report.elapsed()).printTo(System.out);
  }

  private int explain(PublishReport report) {
    int exitCode = ExitCode.OK;
    if (report.rowsRejected() > 0) {
      String rejectsFiles =
          report.rejectsFiles().stream().map(Path::toString).collect(Collectors.joining(", "));
      warn(
          "%,d %s rejected: see %s"
              .formatted(
                  report.rowsRejected(),
                  report.rowsRejected() == 1 ? "row was" : "rows were",
                  rejectsFiles));
      exitCode = ExitCode.INPUT_REJECTED;
    }
    if (report.nothingClosedBecause() != null) {
      warn("no store was closed: " + report.nothingClosedBecause());
      exitCode = ExitCode.INPUT_REJECTED;
    }
    return exitCode;
  }

  private void warn(String line) {
    spec().commandLine().getErr().println(line);
    spec().commandLine().getErr().flush();
  }

  private CommandSpec spec() {
    return Objects.requireNonNull(spec, "picocli runs this command");
  }
}
