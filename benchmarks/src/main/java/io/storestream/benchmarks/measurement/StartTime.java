package io.storestream.benchmarks.measurement;

import static io.storestream.benchmarks.contestant.Contestant.CONSUMER;
import static io.storestream.benchmarks.contestant.Contestant.FLINK;
import static io.storestream.benchmarks.contestant.Contestant.STORESTREAM;

import io.storestream.benchmarks.contestant.Contestant;
import io.storestream.benchmarks.server.Workbench;
import java.util.List;

/** How soon a new process works at speed. */
final class StartTime implements Measurement {

  private static final List<Contestant> CONTESTANTS = List.of(STORESTREAM, FLINK, CONSUMER);

  @Override
  public String name() {
    return "start";
  }

  @Override
  public String description() {
    return "Seconds from the start of the process of a first load until it has written at half of"
        + " its steady rate for a second.";
  }

  @Override
  public List<String> contestants() {
    return CONTESTANTS.stream().map(Contestant::label).toList();
  }

  @Override
  public List<Result> measure(Workbench bench, int round) {
    String topic = "start-" + round;
    Events.now().publishToNew(bench, topic);
    return Loads.inTurn(
        bench,
        round,
        CONTESTANTS,
        contestant -> {
          String table = "start-%d-%s".formatted(round, contestant.label());
          Run run = Loads.load(bench, contestant, topic, table);
          double seconds = run.timeToHalf().toMillis() / 1000.0;
          return Result.of(name(), contestant.label(), Unit.SECONDS, seconds, run.total());
        });
  }
}
