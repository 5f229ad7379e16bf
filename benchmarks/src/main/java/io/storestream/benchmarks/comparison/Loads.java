package io.storestream.benchmarks.comparison;

import io.storestream.benchmarks.contestant.Contestant;
import io.storestream.benchmarks.measurement.Result;
import io.storestream.benchmarks.measurement.Run;
import io.storestream.benchmarks.process.ChildProcess;
import io.storestream.benchmarks.server.Workbench;
import io.storestream.cli.CommandFailedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** The steps that several measurements share. */
public final class Loads {

  /** Who loads stores into a table. */
  static final List<Contestant> CONTESTANTS =
      List.of(Contestant.STORESTREAM, Contestant.FLINK, Contestant.CONSUMER);

  private Loads() {}

  /** Measures the contestants that take part, in the opposite order in every second round. */
  public static List<Result> inTurn(
      Workbench bench,
      int round,
      List<Contestant> all,
      Function<Contestant, List<Result>> measure) {
    List<Contestant> order = new ArrayList<>(all);
    order.removeIf(it -> !bench.includes(it.label()));
    if (round % 2 == 0) {
      Collections.reverse(order);
    }
    List<Result> results = new ArrayList<>();
    for (Contestant contestant : order) {
      for (Result result : measure.apply(contestant)) {
        results.add(result);
        report(bench, round, result);
      }
    }
    return results;
  }

  /** Tells the user a result of a round. */
  public static void report(Workbench bench, int round, Result result) {
    bench.report(
        "%s, round %d: %s %,.1f%s"
            .formatted(
                result.measurement(),
                round,
                result.contestant(),
                result.value(),
                result.unit().symbol()));
  }

  /**
   * Writes the events of a topic once, in a new process.
   *
   * @param table new
   * @param options further options of storestream
   */
  public static Run load(
      Workbench bench, Contestant contestant, String topic, String table, String... options) {
    return lastPass(bench, contestant, topic, table, 1, options);
  }

  /** Writes the events of a topic several times in one process, and returns the last pass. */
  static Run lastPass(
      Workbench bench,
      Contestant contestant,
      String topic,
      String table,
      int passes,
      String... options) {
    long stores = bench.stores().count();
    try (ChildProcess process = contestant.startLoad(bench, topic, table, passes, options)) {
      Run run = Run.watch(bench, process, written(bench, table, (passes - 1) * stores), stores);
      process.stop();
      requireExactly(bench, table, passes * stores);
      return run;
    }
  }

  /** Returns how many items a table has received, not counting those of earlier passes. */
  public static LongSupplier written(Workbench bench, String table, long before) {
    return () -> bench.standIn().items(table) - before;
  }

  /**
   * Checks that a table received as many items as there are, and no more.
   *
   * @throws CommandFailedException if not
   */
  public static void requireExactly(Workbench bench, String table, long items) {
    long received = bench.standIn().items(table);
    if (received != items) {
      throw new CommandFailedException(
          "%s received %,d items, not %,d: the figures are void".formatted(table, received, items));
    }
  }
}
