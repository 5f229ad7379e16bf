package io.storestream.benchmarks;

import io.storestream.benchmarks.comparison.Measurements;
import io.storestream.benchmarks.contestant.Programs;
import io.storestream.benchmarks.fault.FaultsCommand;
import io.storestream.benchmarks.format.FormatLoads;
import io.storestream.benchmarks.lookup.Lookups;
import io.storestream.benchmarks.measurement.Measurement;
import io.storestream.benchmarks.measurement.Result;
import io.storestream.benchmarks.micro.MicroCommand;
import io.storestream.benchmarks.server.BenchmarkPlan;
import io.storestream.benchmarks.server.Workbench;
import io.storestream.benchmarks.service.Latency;
import io.storestream.benchmarks.service.Memory;
import io.storestream.benchmarks.service.Restart;
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
    subcommands = {FaultsCommand.class, MicroCommand.class},
    description = {
      "Measures storestream beside other programs, on the same servers in one run, and prints one"
          + " table. Each server and each contestant is a separate process on this machine.",
      "",
      "Rates are taken from 40 to 95 %% of the items, and CPU times of the process over the same"
          + " part. DynamoDB is a stand-in that answers at once, stores nothing and counts; a run"
          + " fails if the count is not exact. Absolute figures depend on the machine: compare"
          + " figures of one run.",
      ""
    })
final class BenchmarkCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--only",
      paramLabel = "LIST",
      description = "Measurements and contestants to run, separated by commas; all by default.")
  @EnvironmentVariable("STORES_BENCHMARK_ONLY")
  private String only = "";

  @Option(names = "--stores", paramLabel = "N", description = "Number of stores.")
  @EnvironmentVariable("STORES_BENCHMARK_STORES")
  private long stores = 204_800;

  @Option(names = "--seed", paramLabel = "S", description = "Another seed makes other stores.")
  @EnvironmentVariable("STORES_BENCHMARK_SEED")
  private long seed = 1;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often everything is measured; every second round runs in reverse order.")
  @EnvironmentVariable("STORES_BENCHMARK_ROUNDS")
  private int rounds = 3;

  @Option(
      names = "--latency",
      paramLabel = "MS",
      description = "Milliseconds before the stand-in answers.")
  @EnvironmentVariable("STORES_BENCHMARK_LATENCY")
  private long latencyMs;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also write the figures to this file, as JSON.")
  @EnvironmentVariable("STORES_BENCHMARK_JSON")
  private @Nullable Path json;

  /** Returns the command with a help that lists the measurements. */
  static CommandSpec spec() {
    CommandSpec spec = CommandSpec.forAnnotatedObject(new BenchmarkCommand());
    List<String> lines = new ArrayList<>(List.of("", "Measurements:"));
    for (Measurement measurement : measurements()) {
      String title =
          "  %s (%s)".formatted(measurement.name(), String.join(", ", measurement.contestants()));
      lines.add(title);
      lines.add("    " + measurement.description().replace("%", "%%"));
    }
    spec.usageMessage().footer(lines.toArray(String[]::new));
    return spec;
  }

  private static List<Measurement> measurements() {
    List<Measurement> all = new ArrayList<>(Measurements.all());
    all.add(new FormatLoads());
    all.addAll(
        List.of(Lookups.ofStore(), Lookups.ofPage(), new Latency(), new Memory(), new Restart()));
    return all;
  }

  @Override
  public Integer call() throws IOException {
    BenchmarkPlan plan =
        ValidSettings.of(
            spec, () -> new BenchmarkPlan(stores, seed, rounds, Duration.ofMillis(latencyMs)));
    Selection selection = ValidSettings.of(spec, () -> Selection.of(measurements(), names()));
    LibraryLogging.silence();
    Selection possible = Programs.isFlinkBuilt() ? selection : withoutFlink(selection);
    Programs.build();
    List<Figure> figures = new ArrayList<>();
    try (StopSignal stop = StopSignal.install();
        Workbench bench =
            new Workbench(plan, possible.contestants(), stop, BenchmarkCommand::report)) {
      stop.exitWith(ExitCode.FAILED);
      try {
        for (Measurement measurement : possible.measurements()) {
          figures.addAll(measure(measurement, bench));
          bench.reset();
        }
      } catch (CommandFailedException e) {
        // Ctrl-C also ends the servers, so their clients fail.
        throw stop.isRequested() ? new CommandFailedException("stopped by a signal", e) : e;
      } finally {
        print(new Report(plan, figures)); // a failure leaves the figures of earlier measurements
      }
    }
    return ExitCode.OK;
  }

  private static Selection withoutFlink(Selection selection) {
    if (selection.namesFlink()) {
      throw new CommandFailedException(
          "Flink is not built: run `%s` first".formatted(Programs.FLINK_BUILD));
    }
    report("Flink is not built and not measured; this builds it: " + Programs.FLINK_BUILD);
    return selection.withoutFlink();
  }

  private List<String> names() {
    return only.isBlank() ? List.of() : List.of(only.strip().split(" *, *", -1));
  }

  private static List<Figure> measure(Measurement measurement, Workbench bench) {
    List<Result> results = new ArrayList<>();
    for (int round = 1; round <= bench.plan().rounds(); round++) {
      results.addAll(measurement.measure(bench, round));
    }
    return Figure.of(measurement.contestants(), results);
  }

  private static void report(String line) {
    System.err.println(line);
  }

  private void print(Report report) throws IOException {
    if (report.figures().isEmpty()) {
      return;
    }
    report.printTo(System.out);
    if (json != null) {
      Files.writeString(json, report.toJson() + System.lineSeparator());
    }
  }
}
