package io.storestream.benchmarks.comparison;

import static io.storestream.benchmarks.contestant.Contestant.BARE;
import static io.storestream.benchmarks.contestant.Contestant.STORESTREAM;

import io.storestream.benchmarks.contestant.BareConsumer;
import io.storestream.benchmarks.contestant.Contestant;
import io.storestream.benchmarks.measurement.Measurement;
import io.storestream.benchmarks.measurement.Result;
import io.storestream.benchmarks.measurement.Run;
import io.storestream.benchmarks.process.ChildProcess;
import io.storestream.benchmarks.process.ProgramCommand;
import io.storestream.benchmarks.server.Workbench;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/** Events that change nothing, by a process that is warm. */
final class Unchanged implements Measurement {

  private static final List<Contestant> CONTESTANTS = List.of(STORESTREAM, BARE);
  private static final int PASSES = 3;
  private static final Duration START_TIMEOUT = Duration.ofMinutes(1);
  private static final Pattern METRICS = Pattern.compile("metrics at (http://\\S+/metrics)");
  private static final Pattern RECORDS = Pattern.compile("records: (\\d+)\\R");

  @Override
  public String name() {
    return "unchanged";
  }

  @Override
  public String description() {
    return "A warm process reads events that it has read before. storestream drops them as"
        + " duplicates; bare is a plain consumer that parses their JSON, for the third time in its"
        + " process.";
  }

  @Override
  public List<String> contestants() {
    return CONTESTANTS.stream().map(Contestant::label).toList();
  }

  @Override
  public List<Result> measure(Workbench bench, int round) {
    Events events = Events.now();
    String topic = "unchanged-" + round;
    events.publishToNew(bench, topic);
    return Loads.inTurn(
        bench,
        round,
        CONTESTANTS,
        contestant -> {
          Run run =
              contestant == STORESTREAM ? repeat(bench, events, round) : consume(bench, topic);
          return List.of(run.toResult(name(), contestant.label()));
        });
  }

  private static Run repeat(Workbench bench, Events events, int round) {
    long stores = bench.stores().count();
    String topic = "repeated-" + round;
    String table = topic;
    events.publishToNew(bench, topic);
    try (ChildProcess process = STORESTREAM.startLoad(bench, topic, table, 1)) {
      Run.watch(bench, process, Loads.written(bench, table, 0), stores);
      URI metrics =
          URI.create(bench.await(process, START_TIMEOUT, () -> process.findInOutput(METRICS)));
      events.publish(bench, topic);
      LongSupplier duplicates = () -> Metrics.eventsOfFate(metrics, "duplicate");
      Run run = Run.watch(bench, process, duplicates, stores);
      process.stop();
      Loads.requireExactly(bench, table, stores);
      return run;
    }
  }

  private static Run consume(Workbench bench, String topic) {
    long stores = bench.stores().count();
    String broker = bench.kafka().bootstrapServers();
    ProgramCommand command =
        ProgramCommand.java(BareConsumer.class, broker, topic, Integer.toString(PASSES));
    try (ChildProcess process = bench.start(BARE.label(), command)) {
      LongSupplier read =
          () ->
              process.findInOutput(RECORDS).map(Long::parseLong).orElse(0L) - (PASSES - 1) * stores;
      return Run.watch(bench, process, read, stores);
    }
  }
}
