package io.storestream.quickstart;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.storestream.cli.CommandFailedException;
import io.storestream.cli.ExitCode;
import io.storestream.cli.PortConverter;
import io.storestream.cli.StopSignal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The {@code demo} command. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the whole path on this machine, with nothing but a JDK: starts an embedded Kafka broker,"
          + " DynamoDB Local, the ingester and the query API; publishes a file; waits until the table"
          + " has caught up, compares it with the file and prints a summary. Then stays up until"
          + " Ctrl-C.",
      "Everything listens on this machine only. Nobody else writes the table, so it is loaded in"
          + " batches."
    })
final class DemoCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description =
          "CSV file of stores, may be gzipped (.gz). Default: a bundled sample of 1,000 stores.")
  private @Nullable Path file;

  @Option(names = "--once", fallbackValue = "true", description = "Exit after the summary.")
  private boolean once;

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      converter = PortConverter.class,
      description = "Port of the query API; 0 takes a free port, also for the other two.")
  private int httpPort = 7070;

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      converter = PortConverter.class,
      description = "Port of the Kafka broker.")
  private int kafkaPort = 9092;

  @Option(
      names = "--dynamodb-port",
      paramLabel = "PORT",
      converter = PortConverter.class,
      description = "Port of DynamoDB Local.")
  private int dynamoDbPort = 8000;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Keep all data in this directory between runs. Without it, nothing is kept.")
  private @Nullable Path dataDir;

  @Override
  public Integer call() {
    LibraryLogging.silence();
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (StopSignal stop = StopSignal.install();
        DemoInput input = DemoInput.open(file);
        DemoDirectories directories = DemoDirectories.create(dataDir)) {
      stop.exitWith(ExitCode.FAILED); // until the table is what the file says
      System.err.println("starting Kafka, DynamoDB, the ingester and the query API ...");
      try (DemoStack stack = start(directories, registry, stop)) {
        DemoRun run = new DemoRun(stack, stop, System.out);
        int exitCode = run.load(input.path());
        if (!once && !stop.isRequested()) {
          run.printInvitation();
          run.watch();
        }
        return exitCode;
      }
    }
  }

  private DemoStack start(
      DemoDirectories directories, PrometheusMeterRegistry registry, StopSignal stop) {
    try {
      return new DemoStack(new DemoPorts(httpPort, kafkaPort, dynamoDbPort), directories, registry);
    } catch (RuntimeException | LinkageError e) {
      if (stop.isRequested()) {
        // Libraries that want to be told of the JVM's end can't be loaded any more.
        throw new CommandFailedException("stopped before all was started", e);
      }
      throw e;
    }
  }
}
