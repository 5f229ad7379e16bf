package io.storestream.benchmarks.comparison;

import static io.storestream.benchmarks.contestant.Contestant.STORESTREAM;

import io.storestream.benchmarks.contestant.Contestant;
import io.storestream.benchmarks.measurement.Measurement;
import io.storestream.benchmarks.measurement.Result;
import io.storestream.benchmarks.measurement.Run;
import io.storestream.benchmarks.process.ChildProcess;
import io.storestream.benchmarks.server.Workbench;
import java.util.List;

/** Stores that change, by a process that is warm. */
final class Updates implements Measurement {

  private static final int PASSES = 3;

  @Override
  public String name() {
    return "updates";
  }

  @Override
  public String description() {
    return "A warm process writes stores that all changed: what is measured are the third events of"
        + " each store in its process. Those of storestream are two changes after the first load,"
        + " each published in one transaction, so they reach it at once. Flink and the consumer read"
        + " a topic three times.";
  }

  @Override
  public List<String> contestants() {
    return Loads.CONTESTANTS.stream().map(Contestant::label).toList();
  }

  @Override
  public List<Result> measure(Workbench bench, int round) {
    String topic = "updates-" + round;
    Events.now().publishToNew(bench, topic);
    return Loads.inTurn(
        bench,
        round,
        Loads.CONTESTANTS,
        contestant -> {
          String table = "updates-%d-%s".formatted(round, contestant.label());
          Run run =
              contestant == STORESTREAM
                  ? update(bench, round, table)
                  : Loads.lastPass(bench, contestant, topic, table, PASSES);
          return List.of(run.toResult(name(), contestant.label()));
        });
  }

  private static Run update(Workbench bench, int round, String table) {
    long stores = bench.stores().count();
    String topic = "updated-" + round;
    Events.now().publishToNew(bench, topic);
    try (ChildProcess process = STORESTREAM.startLoad(bench, topic, table, 1)) {
      Run run = Run.watch(bench, process, Loads.written(bench, table, 0), stores);
      for (int edition = 2; edition <= PASSES; edition++) {
        Events.ofEdition(edition).publish(bench, topic);
        long before = (edition - 1) * stores;
        run = Run.watch(bench, process, Loads.written(bench, table, before), stores);
      }
      process.stop();
      Loads.requireExactly(bench, table, PASSES * stores);
      return run;
    }
  }
}
