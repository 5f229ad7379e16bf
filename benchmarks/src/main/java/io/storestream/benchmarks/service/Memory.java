package io.storestream.benchmarks.service;

import io.storestream.benchmarks.comparison.Events;
import io.storestream.benchmarks.comparison.Loads;
import io.storestream.benchmarks.measurement.Measurement;
import io.storestream.benchmarks.measurement.RateWindow;
import io.storestream.benchmarks.measurement.Result;
import io.storestream.benchmarks.measurement.Run;
import io.storestream.benchmarks.measurement.Unit;
import io.storestream.benchmarks.server.Workbench;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** Whether heap and time per store grow with the number of stores, in one ingester. */
public final class Memory implements Measurement {

  private static final long FIRST = 100_000;
  private static final String FIRST_STORES = "first";
  private static final String ALL = "all";
  private static final double MEGABYTE = 1 << 20;

  /** Creates the measurement. */
  public Memory() {}

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String description() {
    return ("One ingester loads its first %,d stores (half of all, if that is less), and then all."
            + " heap is what a garbage collection leaves after each; store-time is the time that"
            + " each of the last so many stores took.")
        .formatted(FIRST);
  }

  /** Returns the two numbers of stores; the ratio is relative to the first ones. */
  @Override
  public List<String> contestants() {
    return List.of(ALL, FIRST_STORES);
  }

  @Override
  public List<Result> measure(Workbench bench, int round) {
    String name = "memory-" + round;
    long all = bench.stores().count();
    long first = Math.min(FIRST, Math.max(1, all / 2));
    Events events = Events.now();
    Events.createTopic(bench, name);
    events.publish(bench, name, bench.stores(first));
    try (Ingester ingester = Ingester.start(bench, name, name, bench.standIn().endpoint())) {
      List<Result> ofFirst = load(bench, ingester, FIRST_STORES, first, first);
      // The first stores of all are the same again, and are dropped as duplicates.
      events.publish(bench, name);
      List<Result> ofAll = load(bench, ingester, ALL, all, first);
      Loads.requireExactly(bench, name, all);
      return Stream.concat(ofAll.stream(), ofFirst.stream()).toList();
    }
  }

  /**
   * Waits until the ingester has written a number of stores and is idle.
   *
   * @param last how many of them the time per store is of
   */
  private static List<Result> load(
      Workbench bench, Ingester ingester, String contestant, long stores, long last) {
    LongSupplier written = Loads.written(bench, ingester.table(), stores - last);
    RateWindow window = Run.watch(bench, ingester.process(), written, last).window();
    ingester.awaitWritten(stores);
    double megabytes = LiveHeap.bytes(ingester.process()) / MEGABYTE;
    bench.report("%,d stores: heap %.1f MB".formatted(stores, megabytes));
    return List.of(
        Result.of("heap", contestant, Unit.MEGABYTES, megabytes, stores),
        new Result(
            "store-time",
            contestant,
            Unit.MICROSECONDS,
            1e6 / window.itemsPerSecond(),
            last,
            OptionalDouble.of(window.cpuMicros()),
            OptionalDouble.empty()));
  }
}
