package io.storestream.quickstart;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.ExitCode;
import io.storestream.cli.Progress;
import io.storestream.cli.StopSignal;
import io.storestream.cli.Summary;
import io.storestream.ingester.command.IngestFigures;
import io.storestream.kafka.Topics;
import io.storestream.model.Store;
import io.storestream.producer.PublishReport;
import io.storestream.producer.StoreFilePublisher;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Loads a file into a running demo, compares the table with it, and then shows new figures. */
final class DemoRun {

  /** How long the table may make no progress while it is behind. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
  private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);

  private final DemoStack stack;
  private final StopSignal stop;
  private final PrintStream out;

  /** A loaded store, or {@code null} before the load. */
  private @Nullable Store example;

  DemoRun(DemoStack stack, StopSignal stop, PrintStream out) {
    this.stack = stack;
    this.stop = stop;
    this.out = out;
  }

  /** Prints where the stores can be seen while they are loaded. */
  void printAddress() {
    out.printf("The map of all stores is at %s%n", stack.lookups().url());
    out.flush();
  }

  /**
   * Publishes a file, waits until the table has caught up, compares both and prints the summary.
   *
   * @return one of {@link ExitCode}; OK only if the table equals the file
   */
  int load(Path file) {
    Instant start = Instant.now();
    PublishReport report =
        new StoreFilePublisher(stack.kafkaOptions(), Topics.STORE_CHANGES)
            .publish(List.of(file), start);
    awaitCaughtUp(report.eventsPublished());
    Duration elapsed = Duration.between(start, Instant.now());
    TableComparison comparison = TableComparison.of(stack.lookups().reader(), stack.table(), file);
    example = comparison.example();

    addFigures(report.addTo(new Summary()), stack.ingester().figures())
        .addSeconds("seconds", elapsed)
        .printTo(out);
    int exitCode = reportComparison(report, comparison);
    stop.exitWith(exitCode);
    return exitCode;
  }

  /** Prints what to try while the demo runs. */
  void printInvitation() {
    out.printf("%nThe query API is at %s; try%n", stack.lookups().url());
    DemoExamples.of(stack.lookups().url(), example).forEach(it -> out.println("  " + it));
    out.printf(
        """
        or open %s for the map, and %s/docs to read and try the API.
        Kafka is at %s; DynamoDB is at %s, table %s. In another terminal,
          %s
        prepares other commands for them.
        Ctrl-C stops everything.
        """,
        stack.lookups().url(),
        stack.lookups().url(),
        stack.kafkaOptions().bootstrapServers(),
        stack.lookups().dynamoDbEndpoint(),
        stack.table(),
        stack.environment().command());
    out.flush();
  }

  /**
   * Prints the figures whenever they have changed and all writes are done, until a stop is
   * requested.
   */
  void watch() {
    IngestFigures printed = stack.ingester().figures();
    while (!stop.await(WATCH_INTERVAL)) {
      requireAlive();
      IngestFigures figures = stack.ingester().figures();
      if (!figures.equals(printed) && stack.ingester().isCaughtUp()) {
        printed = stack.ingester().figures();
        out.println();
        out.println("since the start:");
        addFigures(new Summary(), printed).printTo(out);
        if (printed.deadLetters() > 0) {
          out.printf(
              "dead letters: %d (./stores dlq list --bootstrap-servers %s)%n",
              printed.deadLetters(), stack.kafkaOptions().bootstrapServers());
        }
      }
    }
  }

  private void awaitCaughtUp(long events) {
    try (Progress progress = Progress.start("writing", "stores", events)) {
      IngestFigures last = stack.ingester().figures();
      Instant deadline = Instant.now().plus(PATIENCE);
      while (!stack.ingester().isCaughtUp()) {
        if (stop.await(POLL_INTERVAL)) {
          throw new CommandFailedException("stopped before the table had caught up");
        }
        requireAlive();
        IngestFigures figures = stack.ingester().figures();
        if (!figures.equals(last)) {
          last = figures;
          deadline = Instant.now().plus(PATIENCE);
        } else if (Instant.now().isAfter(deadline)) {
          throw new CommandFailedException(
              "nothing was written for %d s: %s"
                  .formatted(
                      PATIENCE.toSeconds(),
                      stack.ingester().trouble().orElse("events are not being processed")));
        }
        progress.update(figures.storesWritten());
      }
    }
  }

  private int reportComparison(PublishReport report, TableComparison comparison) {
    if (!comparison.isComplete()) {
      throw new CommandFailedException(
          "the table is not what the file says: %,d stores are equal, %,d differ, %,d are missing"
              .formatted(comparison.equal(), comparison.different(), comparison.missing()));
    }
    System.err.printf(
        "compared: all %,d stores of the file are in the table, with the same content%n",
        comparison.equal());
    report.rejection().ifPresent(System.err::println);
    return report.rowsRejected() > 0 ? ExitCode.INPUT_REJECTED : ExitCode.OK;
  }

  private void requireAlive() {
    if (stack.ingester().failure().isDone()) {
      throw new CommandFailedException("the ingester has stopped; the log has the cause");
    }
  }

  private static Summary addFigures(Summary summary, IngestFigures figures) {
    return summary
        .add("stores written", figures.storesWritten())
        .add("duplicates dropped", figures.duplicatesDropped())
        .add("stale dropped", figures.staleDropped())
        .add("write requests", figures.writeRequests());
  }
}
