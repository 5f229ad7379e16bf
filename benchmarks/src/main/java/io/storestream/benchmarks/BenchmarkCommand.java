package io.storestream.benchmarks;

import io.storestream.cli.ExitCode;
import io.storestream.cli.StopSignal;
import io.storestream.cli.option.EnvironmentVariable;
import io.storestream.cli.option.ValidSettings;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.kafka.KafkaOptions;
import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.localstack.EmbeddedKafka;
import io.storestream.quickstart.LibraryLogging;
import io.storestream.quickstart.TemporaryFiles;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The {@code benchmark} command. */
@Command(
    name = "benchmark",
    mixinStandardHelpOptions = true,
    description = {
      "Measures on an embedded broker and DynamoDB Local in one run: `rebuild` and, as its baseline,"
          + " a bare loop of BatchWriteItem over the same items; `verify` and, as its baseline, a"
          + " bare parallel scan of the same table.",
      "Speed 1.00 equals the baseline. DynamoDB Local differs from DynamoDB, so only the ratio is"
          + " meaningful. The heap is measured after a garbage collection and includes the servers."
    })
final class BenchmarkCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--stores", paramLabel = "N", description = "Number of stores.")
  @EnvironmentVariable("STORES_BENCHMARK_STORES")
  private long stores = 100_000;

  @Option(names = "--seed", paramLabel = "S", description = "Another seed makes other stores.")
  @EnvironmentVariable("STORES_BENCHMARK_SEED")
  private long seed = 1;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often everything is measured; every second round runs in reverse order.")
  @EnvironmentVariable("STORES_BENCHMARK_ROUNDS")
  private int rounds = 2;

  @Option(
      names = "--max-in-flight",
      paramLabel = "N",
      description = "Write requests in flight at the same time, for both.")
  private int maxInFlight = 8;

  @Option(names = "--segments", paramLabel = "N", description = "Segments of a scan, for both.")
  @EnvironmentVariable("STORES_VERIFY_SEGMENTS")
  private int segments = 4;

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
    return ValidSettings.of(
        spec, () -> new BenchmarkPlan(stores, seed, rounds, maxInFlight, segments));
  }
}
