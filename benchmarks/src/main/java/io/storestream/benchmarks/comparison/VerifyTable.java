package io.storestream.benchmarks.comparison;

import static io.storestream.benchmarks.contestant.Contestant.BARE;
import static io.storestream.benchmarks.contestant.Contestant.STORESTREAM;

import io.storestream.benchmarks.contestant.Contestant;
import io.storestream.benchmarks.measurement.Measurement;
import io.storestream.benchmarks.measurement.Result;
import io.storestream.benchmarks.measurement.Unit;
import io.storestream.benchmarks.process.ChildProcess;
import io.storestream.benchmarks.server.Workbench;
import io.storestream.cli.CommandFailedException;
import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.maintenance.verify.TableVerification;
import io.storestream.maintenance.verify.VerifyReport;
import io.storestream.maintenance.verify.VerifySettings;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** A table that is compared with the topic {@code stores}. Both contestants run in this process. */
final class VerifyTable implements Measurement {

  private static final List<Contestant> CONTESTANTS = List.of(STORESTREAM, BARE);
  private static final String TABLE = "Verified";
  private static final VerifySettings SETTINGS = VerifySettings.of(TABLE);

  @Override
  public String name() {
    return "verify";
  }

  @Override
  public String description() {
    return "`verify` compares a table of at most %,d stores on DynamoDB Local; bare is a parallel scan"
            .formatted(RebuildTable.MAX_LOCAL_STORES)
        + " that only counts. Both run in the process of the benchmark, and the rate is over all"
        + " items.";
  }

  @Override
  public List<String> contestants() {
    return CONTESTANTS.stream().map(Contestant::label).toList();
  }

  @Override
  public List<Result> measure(Workbench bench, int round) {
    if (round == 1) {
      fill(bench);
      scan(bench); // the first scan finds cold servers, and is not counted
    }
    return Loads.inTurn(
        bench,
        round,
        CONTESTANTS,
        contestant ->
            contestant == STORESTREAM
                ? List.of(measure(bench, contestant, () -> verify(bench)))
                : List.of(measure(bench, contestant, () -> scan(bench))));
  }

  private static void fill(Workbench bench) {
    TopicFiller.fill(bench.kafka(), bench.stores(RebuildTable.MAX_LOCAL_STORES));
    bench.report("filling a table of DynamoDB Local");
    ChildProcess process =
        bench.start("fill", RebuildTable.command(bench, STORESTREAM, TABLE, bench.dynamoDbLocal()));
    bench.awaitEnd(process);
  }

  private Result measure(Workbench bench, Contestant contestant, LongSupplier work) {
    long begin = System.nanoTime();
    Duration cpu = cpu();
    Duration brokerCpu = bench.broker().cpu();
    long items = work.getAsLong();
    double micros = (System.nanoTime() - begin) / 1e3;
    long expected = bench.stores(RebuildTable.MAX_LOCAL_STORES).count();
    if (items != expected) {
      throw new CommandFailedException(
          "%s found %,d equal items, not %,d: the figures are void"
              .formatted(contestant.label(), items, expected));
    }
    return new Result(
        name(),
        contestant.label(),
        Unit.PER_SECOND,
        items * 1e6 / micros,
        items,
        OptionalDouble.of(cpu().minus(cpu).toNanos() / 1e3 / items),
        OptionalDouble.of(bench.broker().cpu().minus(brokerCpu).toNanos() / 1e3 / items));
  }

  private static Duration cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static long verify(Workbench bench) {
    DynamoDbEndpoint endpoint = DynamoDbEndpoint.local(bench.dynamoDbLocal());
    try (TableVerification verification =
        TableVerification.open(SETTINGS, bench.kafka(), endpoint, bench.stop())) {
      VerifyReport report = verification.verify();
      if (!report.isClean()) {
        throw new CommandFailedException("the rebuilt table is not right: " + report);
      }
      return report.stores().equal();
    }
  }

  private static long scan(Workbench bench) {
    int segments = SETTINGS.segments();
    LongAdder items = new LongAdder();
    try (DynamoDbAsyncClient dynamoDb =
        DynamoDbClients.forBulk(DynamoDbEndpoint.local(bench.dynamoDbLocal()), segments)) {
      CompletableFuture<?>[] scans =
          IntStream.range(0, segments)
              .mapToObj(
                  segment ->
                      dynamoDb
                          .scanPaginator(
                              request ->
                                  request.tableName(TABLE).segment(segment).totalSegments(segments))
                          .subscribe(page -> items.add(page.items().size())))
              .toArray(CompletableFuture[]::new);
      CompletableFuture.allOf(scans).join();
    }
    return items.sum();
  }
}
