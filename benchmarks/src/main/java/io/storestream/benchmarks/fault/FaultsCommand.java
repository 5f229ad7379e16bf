package io.storestream.benchmarks.fault;

import static io.storestream.benchmarks.contestant.Contestant.CONSUMER;
import static io.storestream.benchmarks.contestant.Contestant.FLINK;
import static io.storestream.benchmarks.contestant.Contestant.STORESTREAM;

import io.storestream.benchmarks.contestant.Contestant;
import io.storestream.benchmarks.contestant.Programs;
import io.storestream.benchmarks.server.BenchmarkPlan;
import io.storestream.benchmarks.server.Workbench;
import io.storestream.cli.CommandFailedException;
import io.storestream.cli.ExitCode;
import io.storestream.cli.StopSignal;
import io.storestream.cli.option.EnvironmentVariable;
import io.storestream.cli.option.ValidSettings;
import io.storestream.quickstart.LibraryLogging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The {@code faults} command. */
@Command(
    name = "faults",
    mixinStandardHelpOptions = true,
    description = {
      "Compares what contestants write while they are killed and their writes fail. Each reads the"
          + " same changes, some late, repeated or unusable, and writes to DynamoDB Local through a"
          + " proxy that throttles, fails, delays or resets more than half of the requests, by the"
          + " same seed. Each is killed (kill -9) when it has consumed the same numbers of events."
          + " Then every store is compared with an independent model.",
      "",
      "exact, lost (not in the table), stale (an older content), extra (deleted or never valid),"
          + " different (no event's content) count stores. Of the wrong ones, `by rule` are as the"
          + " last event that was read says, without any fault; `by faults` are the others. Writes"
          + " are those that DynamoDB executed; repeated ones wrote a state again. A contestant that"
          + " ends is started again; one that an unusable event ends then skips such events.",
      "",
      "Exits with 0 only if the tables of storestream are exact, versions and counts included."
    })
public final class FaultsCommand implements Callable<Integer> {

  private static final List<Contestant> CONTESTANTS = List.of(STORESTREAM, FLINK, CONSUMER);

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--who",
      paramLabel = "LIST",
      description =
          "Contestants, separated by commas: storestream, flink, consumer; by default all.")
  @EnvironmentVariable("STORES_BENCHMARK_WHO")
  private String who = "";

  @Option(names = "--stores", paramLabel = "N", description = "Number of different stores.")
  @EnvironmentVariable("STORES_BENCHMARK_STORES")
  private int stores = 3_000;

  @Option(names = "--events", paramLabel = "N", description = "Events in a round.")
  @EnvironmentVariable("STORES_BENCHMARK_EVENTS")
  private int events = 15_000;

  @Option(names = "--kills", paramLabel = "N", description = "Kills of each contestant in a round.")
  @EnvironmentVariable("STORES_BENCHMARK_KILLS")
  private int kills = 6;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Rounds, each with another seed; the table has the sums.")
  @EnvironmentVariable("STORES_BENCHMARK_ROUNDS")
  private int rounds = 1;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Seed of the changes and the faults of the first round.")
  @EnvironmentVariable("STORES_BENCHMARK_SEED")
  private long seed = 1;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also write the figures to this file, as JSON.")
  @EnvironmentVariable("STORES_BENCHMARK_JSON")
  private @Nullable Path json;

  /** Called by picocli. */
  public FaultsCommand() {}

  @Override
  public Integer call() throws IOException {
    FaultsPlan plan =
        ValidSettings.of(spec, () -> new FaultsPlan(stores, events, kills, rounds, seed));
    List<Contestant> contestants = ValidSettings.of(spec, this::contestants);
    LibraryLogging.silence();
    Programs.build();
    List<FaultResult> results = new ArrayList<>();
    BenchmarkPlan benchmark = new BenchmarkPlan(stores, seed, rounds, Duration.ZERO);
    try (StopSignal stop = StopSignal.install();
        Workbench bench =
            new Workbench(benchmark, Set.of(), stop, line -> System.err.println(line))) {
      stop.exitWith(ExitCode.FAILED);
      for (Contestant contestant : contestants) {
        results.add(run(bench, plan, contestant));
      }
    } finally {
      print(new FaultsReport(plan, results)); // a failure leaves the figures of earlier contestants
    }
    return ExitCode.OK;
  }

  private List<Contestant> contestants() {
    if (who.isBlank()) {
      List<Contestant> built = new ArrayList<>(CONTESTANTS);
      if (!Programs.isFlinkBuilt()) {
        built.remove(FLINK);
        System.err.println("Flink is not built; this builds it: " + Programs.FLINK_BUILD);
      }
      return built;
    }
    List<String> names = List.of(who.split(","));
    List<Contestant> named = CONTESTANTS.stream().filter(it -> names.contains(it.label())).toList();
    if (named.size() < names.size()) {
      throw new IllegalArgumentException(
          "--who knows %s, not %s"
              .formatted(
                  String.join(", ", CONTESTANTS.stream().map(Contestant::label).toList()), who));
    }
    if (named.contains(FLINK) && !Programs.isFlinkBuilt()) {
      throw new CommandFailedException(
          "Flink is not built: run `%s` first".formatted(Programs.FLINK_BUILD));
    }
    return named;
  }

  private static FaultResult run(Workbench bench, FaultsPlan plan, Contestant contestant) {
    FaultResult sum = new FaultRun(bench, plan, contestant, 1).run();
    for (int round = 2; round <= plan.rounds(); round++) {
      sum = sum.plus(new FaultRun(bench, plan, contestant, round).run());
    }
    return sum;
  }

  private void print(FaultsReport report) throws IOException {
    report.printTo(System.out);
    if (json != null) {
      Files.writeString(json, report.toJson() + System.lineSeparator());
    }
  }
}
