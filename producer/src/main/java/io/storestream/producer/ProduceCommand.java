package io.storestream.producer;

import io.storestream.cli.ExitCode;
import io.storestream.cli.Summary;
import io.storestream.cli.option.ValidSettings;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.Topics;
import io.storestream.model.Version;
import io.storestream.producer.explain.Explanation;
import io.storestream.producer.file.StoreFile;
import io.storestream.producer.live.DryRun;
import io.storestream.producer.live.Scope;
import io.storestream.producer.live.SnapshotLimits;
import io.storestream.producer.watch.WatchSettings;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
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
      "",
      "Try --explain first, which needs no Kafka, and then --dry-run.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:All rows are published, or would be.",
      "1:Failed; a message says why.",
      "2:The options make no sense.",
      "3:The same as 0, but rows were rejected, or --snapshot could close nothing."
    })
public final class ProduceCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description =
          "CSV with a line of column names, of which Store Number and Country are needed; or JSON of"
              + " change events or stores, one object a line or all in one array. - is standard"
              + " input. What gzip has compressed is read too, from a named pipe as well.")
  private List<String> files = List.of();

  @Mixin private KafkaOptions kafka = new KafkaOptions();
  @Mixin private FileOptions fileOptions = new FileOptions();
  @Mixin private WatchOptions watchOptions = new WatchOptions();

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      description = "Topic that the events go to; it must exist.")
  private String topic = Topics.STORE_CHANGES;

  @Option(
      names = "--as-of",
      paramLabel = "INSTANT",
      description =
          "Time since which the files are true, such as 2017-02-01T00:00:00Z; the updatedAt of an"
              + " event or a row takes precedence. Without it, the start of the run.")
  private String asOf = "";

  @Option(
      names = "--explain",
      fallbackValue = "true",
      description =
          "Only read the first rows of each file, and say how they are read and what they would"
              + " publish. Needs no Kafka.")
  private boolean explain;

  @Option(
      names = "--dry-run",
      fallbackValue = "true",
      description =
          "Publish nothing, and list which stores in the topic "
              + Topics.STORES
              + " would be new, changed or closed, or are stale.")
  private boolean dryRun;

  @Option(
      names = "--snapshot",
      fallbackValue = "true",
      description =
          "The files together list all stores: close those that are in the topic "
              + Topics.STORES
              + " and in none of the files.")
  private boolean snapshot;

  @Option(
      names = "--scope",
      paramLabel = "PLACE",
      description =
          "The files list all stores of this place only, such as country=US or"
              + " country=US,state=NE,city=Omaha: --snapshot closes no others.")
  private String scope = "";

  @Option(
      names = "--max-closures",
      paramLabel = "PERCENT",
      description =
          "Most stores that --snapshot closes, in percent of the stores that it could close. The"
              + " first 100 are always closed.")
  private int maxClosures = SnapshotLimits.DEFAULT_MAX_CLOSURES_PERCENT;

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
    if (watchOptions.isUsed()) {
      return watch();
    }
    if (files.isEmpty()) {
      throw mistake("name a FILE to publish, - for standard input, or a folder with --watch");
    }
    long startedNs = System.nanoTime();
    List<StoreFile> storeFiles = files.stream().map(StoreFile::of).toList();
    PublishSettings settings = ValidSettings.of(spec, this::settings);
    if (settings.updatedAt().isAfter(Instant.now())) {
      warn("--as-of is in the future; ingesters reject events beyond --max-ahead");
    }
    if (explain) {
      return new Explanation(settings.updatedAt(), settings.reading())
          .print(storeFiles, System.out);
    }
    PublishRun run = new PublishRun(settings, storeFiles);
    Summary summary = new Summary();
    PublishReport report = dryRun ? compare(run, summary) : publish(run, summary);
    summary.addSeconds("seconds", Duration.ofNanos(System.nanoTime() - startedNs));
    summary.printTo(System.out);
    return exitCodeOf(report);
  }

  private int watch() {
    if (!files.isEmpty()) {
      throw mistake("--watch takes no FILE: move files into the folder");
    }
    if (explain || dryRun || !asOf.isBlank() || !scope.isBlank()) {
      throw mistake(
          "--watch does not go with --explain, --dry-run, --as-of and --scope: a file has the time at"
              + " which it is taken, and the place of its folder, as in DIR=country=US");
    }
    WatchSettings watched = ValidSettings.of(spec, watchOptions::toWatchSettings);
    if (!snapshot && watched.folders().stream().anyMatch(it -> !it.scope().isEverything())) {
      throw mistake("a place of --watch needs --snapshot");
    }
    PublishSettings settings = ValidSettings.of(spec, this::settings);
    return new WatchRun(settings, watchOptions).run(watched, () -> publishers.apply(kafka, topic));
  }

  private ParameterException mistake(String message) {
    return new ParameterException(spec().commandLine(), message);
  }

  private PublishSettings settings() {
    SnapshotLimits limits = new SnapshotLimits(maxClosures, Scope.parse(scope));
    if (!snapshot && !limits.scope().equals(Scope.EVERYTHING)) {
      throw new IllegalArgumentException("--scope needs --snapshot");
    }
    return new PublishSettings(
        kafka, topic, updatedAt(), fileOptions.toReadOptions(), snapshot ? limits : null);
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

  private PublishReport publish(PublishRun run, Summary summary) {
    PublishReport report = run.publish(() -> publishers.apply(kafka, topic));
    report.addTo(summary);
    addRowsOutOfScope(report, summary);
    if (snapshot) {
      summary.add("stores closed", report.storesClosed());
    }
    return report;
  }

  private PublishReport compare(PublishRun run, Summary summary) {
    DryRun stores = new DryRun(kafka);
    PublishReport report = run.compare(stores);
    report.addTo(summary, 0);
    addRowsOutOfScope(report, summary);
    stores.report(System.out, summary);
    return report;
  }

  private void addRowsOutOfScope(PublishReport report, Summary summary) {
    if (!scope.isBlank()) {
      summary.add("rows out of scope", report.rowsOutOfScope());
    }
  }

  private int exitCodeOf(PublishReport report) {
    int exitCode = ExitCode.OK;
    Optional<String> rejection = report.rejection();
    if (rejection.isPresent()) {
      warn(rejection.get());
      exitCode = ExitCode.INPUT_REJECTED;
    }
    if (report.nothingClosedBecause() != null) {
      warn(
          "no store %s closed: %s"
              .formatted(dryRun ? "would be" : "was", report.nothingClosedBecause()));
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
