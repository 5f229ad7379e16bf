package io.storestream.benchmarks;

import io.storestream.cli.ExitCode;
import io.storestream.cli.StopSignal;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.kafka.KafkaOptions;
import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.localstack.EmbeddedKafka;
import io.storestream.quickstart.LibraryLogging;
import io.storestream.quickstart.TemporaryFiles;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code benchmark} command. */
@Command(
    name = "benchmark",
    mixinStandardHelpOptions = true,
    description = {
      "Measures on an embedded broker and DynamoDB Local, side by side in one run: `rebuild` beside a"
          + " bare loop of BatchWriteItem over the same items, and `verify` beside a bare parallel"
          + " scan of the same table.",
      "Speed 1.00 is as fast as the bare one. DynamoDB Local is no measure of DynamoDB: only the ratio"
          + " says something. The heap is what is in use after the work and a garbage collection, by the"
          + " servers too."
    })
public final class BenchmarkCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--stores",
      paramLabel = "N",
      defaultValue = "${env:STORES_BENCHMARK_STORES:-100000}",
      description = "How many stores. Default: $${STORES_BENCHMARK_STORES}, else 100000.")
  private long stores;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "${env:STORES_BENCHMARK_SEED:-1}",
      description = "Another makes other stores. Default: $${STORES_BENCHMARK_SEED}, else 1.")
  private long seed;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "${env:STORES_BENCHMARK_ROUNDS:-2}",
      description =
          "How often all is measured, every second round in reverse order. Default:"
              + " $${STORES_BENCHMARK_ROUNDS}, else 2.")
  private int rounds;

  @Option(
      names = "--max-in-flight",
      paramLabel = "N",
      defaultValue = "${env:STORES_MAX_IN_FLIGHT:-8}",
      description =
          "Write requests on their way at once, for both. Default: $${STORES_MAX_IN_FLIGHT}, else 8.")
  private int maxInFlight;

  @Option(
      names = "--segments",
      paramLabel = "N",
      defaultValue = "${env:STORES_VERIFY_SEGMENTS:-4}",
      description = "Of a scan, for both. Default: $${STORES_VERIFY_SEGMENTS}, else 4.")
  private int segments;

  /** Called by picocli. */
  public BenchmarkCommand() {}

  @Override
  public Integer call() {
    BenchmarkPlan plan = plan();
    LibraryLogging.silence();
    Path directory = TemporaryFiles.createDirectory("storestream-benchmark-");
    try (StopSignal stop = StopSignal.install();
        EmbeddedKafka kafka = EmbeddedKafka.start();
        EmbeddedDynamoDb dynamoDb = EmbeddedDynamoDb.start()) {
      stop.exitWith(ExitCode.FAILED);
      new Benchmark(
              plan,
              KafkaOptions.of(kafka.bootstrapServers()),
              DynamoDbEndpoint.local(dynamoDb.endpoint()),
              directory,
              new BenchmarkTable(System.out))
          .run(stop);
      stop.exitWith(ExitCode.OK);
    } finally {
      TemporaryFiles.delete(directory);
    }
    return ExitCode.OK;
  }

  private BenchmarkPlan plan() {
    try {
      return new BenchmarkPlan(stores, seed, rounds, maxInFlight, segments);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
