package io.storestream.benchmarks.service;

import static io.storestream.benchmarks.contestant.Contestant.STORESTREAM;

import io.storestream.benchmarks.comparison.Events;
import io.storestream.benchmarks.measurement.Measurement;
import io.storestream.benchmarks.measurement.Result;
import io.storestream.benchmarks.measurement.Unit;
import io.storestream.benchmarks.server.GeneratedStores;
import io.storestream.benchmarks.server.Workbench;
import java.net.URI;
import java.util.List;

/** How long an ingester needs after {@code kill -9}. */
public final class Restart implements Measurement {

  private static final long CHANGES = 1_000;

  /** Creates the measurement. */
  public Restart() {}

  @Override
  public String name() {
    return "restart";
  }

  @Override
  public String description() {
    return ("An ingester that has loaded all stores is killed with SIGKILL, %,d stores change, and"
            + " it is started again with its local state. restart-run is the seconds until it"
            + " processes events, as its health says, restart those until all changes are written.")
        .formatted(CHANGES);
  }

  @Override
  public List<String> contestants() {
    return List.of(STORESTREAM.label());
  }

  @Override
  public List<Result> measure(Workbench bench, int round) {
    String name = "restart-" + round;
    URI endpoint = bench.standIn().endpoint();
    Events.now().publishToNew(bench, name);
    try (Ingester ingester = Ingester.start(bench, name, name, endpoint)) {
      ingester.awaitWritten(bench.stores().count());
      ingester.kill();
    }
    GeneratedStores changed = bench.stores(CHANGES);
    Events.ofEdition(2).publish(bench, name, changed);
    try (Ingester ingester = Ingester.start(bench, name, name, endpoint)) {
      ingester.awaitReady();
      Result run = result("restart-run", ingester, bench);
      ingester.awaitWritten(changed.count());
      return List.of(run, result("restart", ingester, bench));
    }
  }

  private static Result result(String name, Ingester ingester, Workbench bench) {
    double seconds = ingester.process().age().toMillis() / 1000.0;
    bench.report("%s: %.1f s".formatted(name, seconds));
    return Result.of(name, STORESTREAM.label(), Unit.SECONDS, seconds, bench.stores().count());
  }
}
