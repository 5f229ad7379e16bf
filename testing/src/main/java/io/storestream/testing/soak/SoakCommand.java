package io.storestream.testing.soak;

import io.storestream.cli.ExitCode;
import io.storestream.cli.StopSignal;
import io.storestream.cli.Summary;
import io.storestream.cli.option.EnvironmentVariable;
import io.storestream.cli.option.ValidSettings;
import io.storestream.quickstart.LibraryLogging;
import io.storestream.quickstart.TemporaryFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The {@code soak} command. */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    description = {
      "Proves on this machine that no change is lost or reverted. Streams generated changes through"
          + " an embedded broker, ingesters in separate processes and DynamoDB Local, while it kills"
          + " ingesters (kill -9), injects faults into writes and makes the table unreachable. After"
          + " each round it compares every item with the expected one.",
      "Its rounds are, in turn: ten kills, with slow writes; ten kills, while 30 %% of the writes are"
          + " throttled, 10 %% fail and others are delayed, late, reset or lose their responses;"
          + " a minute without the table; restarts after positions in Kafka were lost or moved to"
          + " the start; restarts with older copies of other ingesters' state directories."
          + " Every slow write counts as an injected fault.",
      "Exits with 0 only if every item and the numbers of accepted changes and dead letters were"
          + " exact after each round."
    })
public final class SoakCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "Duration; the last round is completed.")
  @EnvironmentVariable("STORES_SOAK_MINUTES")
  private int minutes = 10;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Seed of the changes, the faults and the times of the kills.")
  @EnvironmentVariable("STORES_SOAK_SEED")
  private long seed = 1;

  @Option(names = "--stores", paramLabel = "N", description = "Number of different stores.")
  @EnvironmentVariable("STORES_SOAK_STORES")
  private int stores = 5000;

  @Option(names = "--rate", paramLabel = "N", description = "Changes a second.")
  @EnvironmentVariable("STORES_SOAK_RATE")
  private int rate = 200;

  @Option(names = "--ingesters", paramLabel = "N", description = "Processes that share the work.")
  @EnvironmentVariable("STORES_SOAK_INGESTERS")
  private int ingesters = 2;

  /** Called by picocli. */
  public SoakCommand() {}

  @Override
  public Integer call() {
    SoakPlan plan = plan();
    LibraryLogging.silence();
    Path directory = TemporaryFiles.createDirectory("storestream-soak-");
    Instant start = Instant.now();
    try (StopSignal stop = StopSignal.install();
        SoakStack stack = new SoakStack(plan, directory)) {
      stop.exitWith(ExitCode.FAILED);
      SoakRun run = new SoakRun(plan, stack, stop);
      SoakRounds rounds = new SoakRounds(plan, run, stack.proxy(), directory);
      try {
        rounds.run(start.plus(Duration.ofMinutes(minutes)), stop);
      } catch (StoppedException e) {
        System.err.println("stopped; the completed rounds were exact");
      }
      stop.exitWith(ExitCode.OK);
      rounds
          .addTo(new Summary())
          .addSeconds("seconds", Duration.between(start, Instant.now()))
          .printTo(System.out);
    }
    TemporaryFiles.delete(directory);
    return ExitCode.OK;
  }

  private SoakPlan plan() {
    return ValidSettings.of(
        spec,
        () -> {
          if (minutes < 1) {
            throw new IllegalArgumentException("--minutes must be one or more");
          }
          return new SoakPlan(seed, stores, rate, ingesters);
        });
  }
}
