package io.storestream.benchmarks.comparison;

import io.storestream.benchmarks.contestant.Contestant;
import io.storestream.benchmarks.measurement.Measurement;
import io.storestream.benchmarks.measurement.Result;
import io.storestream.benchmarks.measurement.Run;
import io.storestream.benchmarks.measurement.Unit;
import io.storestream.benchmarks.server.Workbench;
import java.util.List;

/** Stores that no table has yet, by a process that starts cold. */
final class FirstLoad implements Measurement {

  @Override
  public String name() {
    return "first-load";
  }

  @Override
  public String description() {
    return "A new process writes stores that are new; all contestants read the same topic. Also `start`:"
        + " the seconds from the start of the process until it has written at half of that rate for a"
        + " second.";
  }

  @Override
  public List<String> contestants() {
    return Loads.CONTESTANTS.stream().map(Contestant::label).toList();
  }

  @Override
  public List<Result> measure(Workbench bench, int round) {
    String topic = "first-load-" + round;
    Events.now().publishToNew(bench, topic);
    return Loads.inTurn(
        bench,
        round,
        Loads.CONTESTANTS,
        contestant -> {
          String table = "first-load-%d-%s".formatted(round, contestant.label());
          Run run = Loads.load(bench, contestant, topic, table);
          String label = contestant.label();
          double start = run.timeToHalf().toMillis() / 1000.0;
          return List.of(
              run.toResult(name(), label),
              Result.of("start", label, Unit.SECONDS, start, run.total()));
        });
  }
}
