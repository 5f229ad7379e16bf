package io.storestream.benchmarks.comparison;

import static io.storestream.benchmarks.contestant.Contestant.BARE;
import static io.storestream.benchmarks.contestant.Contestant.STORESTREAM;

import io.storestream.benchmarks.contestant.BareRebuild;
import io.storestream.benchmarks.contestant.Contestant;
import io.storestream.benchmarks.contestant.Programs;
import io.storestream.benchmarks.measurement.Measurement;
import io.storestream.benchmarks.measurement.Result;
import io.storestream.benchmarks.measurement.Run;
import io.storestream.benchmarks.process.ChildProcess;
import io.storestream.benchmarks.process.ProgramCommand;
import io.storestream.benchmarks.server.GeneratedStores;
import io.storestream.benchmarks.server.Workbench;
import io.storestream.cli.CommandFailedException;
import java.net.URI;
import java.util.List;
import java.util.function.LongSupplier;

/** A table that is rebuilt from the topic {@code stores}. */
final class RebuildTable implements Measurement {

  private static final List<Contestant> CONTESTANTS = List.of(STORESTREAM, BARE);

  /** DynamoDB Local takes some 2,500 conditional writes a second on two cores. */
  static final long MAX_LOCAL_STORES = 50_000;

  private final boolean local;

  private RebuildTable(boolean local) {
    this.local = local;
  }

  static RebuildTable onStandIn() {
    return new RebuildTable(false);
  }

  static RebuildTable onDynamoDbLocal() {
    return new RebuildTable(true);
  }

  @Override
  public String name() {
    return local ? "rebuild-local" : "rebuild";
  }

  @Override
  public String description() {
    return local
        ? "The same on DynamoDB Local, with at most %,d stores.".formatted(MAX_LOCAL_STORES)
        : "`rebuild` writes the topic `stores` to a new table; bare is a loop that reads the same"
            + " topic and sends the same statements, 25 in a request, without the counts.";
  }

  @Override
  public List<String> contestants() {
    return CONTESTANTS.stream().map(Contestant::label).toList();
  }

  @Override
  public List<Result> measure(Workbench bench, int round) {
    GeneratedStores stores = stores(bench);
    if (round == 1) {
      TopicFiller.fill(bench.kafka(), stores);
    }
    return Loads.inTurn(
        bench,
        round,
        CONTESTANTS,
        contestant -> {
          String table = "%s-%d-%s".formatted(name(), round, contestant.label());
          Run run = run(bench, contestant, table, stores.count());
          return List.of(run.toResult(name(), contestant.label()));
        });
  }

  private GeneratedStores stores(Workbench bench) {
    return local ? bench.stores(MAX_LOCAL_STORES) : bench.stores();
  }

  private Run run(Workbench bench, Contestant contestant, String table, long stores) {
    if (!local) {
      LongSupplier items = Loads.written(bench, table, 0);
      return run(bench, contestant, table, bench.standIn().endpoint(), items, stores);
    }
    try (LocalTable counted = LocalTable.of(bench.dynamoDbLocal(), table)) {
      return run(bench, contestant, table, bench.dynamoDbLocal(), counted::items, stores);
    }
  }

  private static Run run(
      Workbench bench,
      Contestant contestant,
      String table,
      URI endpoint,
      LongSupplier items,
      long stores) {
    try (ChildProcess process =
        bench.start(contestant.label(), command(bench, contestant, table, endpoint))) {
      Run run = Run.watch(bench, process, items, stores);
      bench.awaitEnd(process);
      if (items.getAsLong() != stores) {
        throw new CommandFailedException(
            "%s has %,d items, not %,d: the figures are void"
                .formatted(table, items.getAsLong(), stores));
      }
      return run;
    }
  }

  static ProgramCommand command(
      Workbench bench, Contestant contestant, String table, URI endpoint) {
    String broker = bench.kafka().bootstrapServers();
    ProgramCommand command =
        contestant == STORESTREAM
            ? Programs.storestream(
                "rebuild", List.of("--table", table, "--bootstrap-servers", broker))
            : ProgramCommand.java(BareRebuild.class, broker, endpoint.toString(), table);
    return command.withEnvironment(Programs.emulator(endpoint.toString()));
  }
}
