package io.storestream.quickstart;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.storestream.cli.CommandFailedException;
import io.storestream.cli.ExitCode;
import io.storestream.cli.StopSignal;
import io.storestream.cli.option.EnvironmentVariable;
import io.storestream.cli.option.PortConverter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The {@code demo} command. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the whole path on this machine, with nothing but a JDK: starts an embedded Kafka broker,"
          + " DynamoDB Local, the ingester and the query API; publishes a file; waits until the table"
          + " has caught up, compares it with the file and prints a summary. Then stays up until"
          + " Ctrl-C.",
      "Everything listens on this machine only."
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
      description = "Port of the query API; 0 takes a free port; so do the other two options.")
  private int httpPort = 7070;

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      converter = PortConverter.class,
      description = "Port of the Kafka broker.")
  private int kafkaPort = DemoEnvironment.DEFAULT_KAFKA_PORT;

  @Option(
      names = "--dynamodb-port",
      paramLabel = "PORT",
      converter = PortConverter.class,
      description = "Port of DynamoDB Local.")
  private int dynamoDbPort = DemoEnvironment.DEFAULT_DYNAMODB_PORT;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Keep all data in this directory between runs. Without it, nothing is kept.")
  private @Nullable Path dataDir;

  @Option(
      names = "--env",
      description =
          "Only print the environment of commands beside a demo that runs on these ports, for"
              + " eval \"$$(./stores demo --env)\".")
  @EnvironmentVariable("")
  private boolean env;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (env) {
      printEnvironment();
      return ExitCode.OK;
    }
    LibraryLogging.silence();
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (StopSignal stop = StopSignal.install();
        DemoInput input = DemoInput.open(file);
        DemoDirectories directories = DemoDirectories.create(dataDir)) {
      stop.exitWith(ExitCode.FAILED); // until the table is what the file says
      if (file == null) {
        System.err.println("a sample of 1,000 invented stores; ./stores demo FILE loads your list");
      }
      System.err.println("starting Kafka, DynamoDB, the ingester and the query API ...");
      try (DemoStack stack = start(directories, registry, stop)) {
        DemoRun run = new DemoRun(stack, stop, System.out);
        if (!once) {
          run.printAddress();
        }
        int exitCode = run.load(input.path());
        if (!once && !stop.isRequested()) {
          run.printInvitation();
          run.watch();
        }
        return exitCode;
      }
    }
  }

  private void printEnvironment() {
    if (kafkaPort == 0 || dynamoDbPort == 0) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "--env needs the ports of the running demo, not 0: the demo prints them");
    }
    System.out.print(new DemoEnvironment(kafkaPort, dynamoDbPort).exports());
    System.out.flush();
  }

  private DemoStack start(
      DemoDirectories directories, PrometheusMeterRegistry registry, StopSignal stop) {
    try {
      return new DemoStack(new DemoPorts(httpPort, kafkaPort, dynamoDbPort), directories, registry);
    } catch (RuntimeException | LinkageError e) {
      if (stop.isRequested()) {
        // Libraries that register a shutdown hook can no longer be loaded.
        throw new CommandFailedException("stopped before all was started", e);
      }
      throw e;
    }
  }
}
