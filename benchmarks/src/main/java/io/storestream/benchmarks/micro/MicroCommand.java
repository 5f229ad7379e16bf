package io.storestream.benchmarks.micro;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.ExitCode;
import io.storestream.cli.option.ValidSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The {@code micro} command. */
@Command(
    name = "micro",
    mixinStandardHelpOptions = true,
    description =
        "Measures the steps of the path with JMH: row to event, event to decision, decision to"
            + " request, item to JSON. Prints the time and the allocated bytes of one item.")
public final class MicroCommand implements Callable<Integer> {

  private static final String ROW = "%-30s %10s %12s %12s%n";

  /** Of {@link GCProfiler}. */
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "REGEX",
      arity = "0..1",
      description = "Which benchmarks, such as ItemToJson; by default all.")
  private String benchmarks = ".*";

  @Option(
      names = "--forks",
      paramLabel = "N",
      description = "JVMs that measure each benchmark; 0 measures in this JVM, for debugging.")
  private int forks = 1;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "Iterations to warm up, and as many to measure.")
  private int iterations = 5;

  @Option(
      names = "--iteration-time",
      paramLabel = "DURATION",
      description = "Time of an iteration.")
  private Duration iterationTime = Duration.ofSeconds(1);

  /** Called by picocli. */
  public MicroCommand() {}

  @Override
  public Integer call() {
    Options options = options();
    OutputFormat progress =
        OutputFormatFactory.createFormatInstance(System.err, VerboseMode.NORMAL);
    try {
      print(new Runner(options, progress).run());
      return ExitCode.OK;
    } catch (NoBenchmarksException e) {
      throw new CommandFailedException("no benchmark matches " + benchmarks, e);
    } catch (RunnerException e) {
      throw new CommandFailedException("a benchmark failed: " + e, e);
    }
  }

  private static void print(Collection<RunResult> results) {
    System.out.printf(ROW, "benchmark", "us/item", "+/- 99.9 %", "bytes/item");
    for (RunResult result : results) {
      String name = result.getParams().getBenchmark();
      Result<?> time = result.getPrimaryResult();
      Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
      System.out.printf(
          ROW,
          name.substring(MicroCommand.class.getPackageName().length() + 1),
          number("%.2f", time.getScore()),
          number("%.2f", time.getScoreError()),
          number("%.0f", allocated == null ? Double.NaN : allocated.getScore()));
    }
    System.out.flush();
  }

  /** One iteration has no error. */
  private static String number(String format, double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
  }

  private Options options() {
    return ValidSettings.of(
        spec,
        () -> {
          if (iterationTime.toMillis() < 1) {
            throw new IllegalArgumentException(
                "iterationTime must be at least a millisecond: " + iterationTime);
          }
          TimeValue each = TimeValue.milliseconds(iterationTime.toMillis());
          return new OptionsBuilder()
              .include(benchmarks)
              .mode(Mode.AverageTime)
              .timeUnit(TimeUnit.MICROSECONDS)
              .forks(forks)
              .warmupIterations(iterations)
              .warmupTime(each)
              .measurementIterations(iterations)
              .measurementTime(each)
              .addProfiler(GCProfiler.class)
              // As the launcher starts the programs.
              .jvmArgs("-XX:+UseParallelGC")
              .shouldFailOnError(true)
              .build();
        });
  }
}
