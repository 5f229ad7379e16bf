package io.storestream.benchmarks;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.StopSignal;
import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.dynamodb.schema.TableSetup;
import io.storestream.kafka.KafkaOptions;
import io.storestream.maintenance.rebuild.Rebuild;
import io.storestream.maintenance.rebuild.RebuildReport;
import io.storestream.maintenance.rebuild.RebuildSettings;
import io.storestream.maintenance.verify.TableVerification;
import io.storestream.maintenance.verify.VerifyReport;
import io.storestream.maintenance.verify.VerifySettings;
import io.storestream.model.LocationCount;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** Measures each operation and its baseline on the same servers. */
final class Benchmark {

  private static final String TABLE = "Rebuilt";
  private static final String APPLICATION_ID = "benchmark";
  private static final long WARM_UP_STORES = 20_000;

  private final BenchmarkPlan plan;
  private final KafkaOptions kafka;
  private final DynamoDbEndpoint endpoint;
  private final Path directory;
  private final BenchmarkTable out;

  Benchmark(
      BenchmarkPlan plan,
      KafkaOptions kafka,
      DynamoDbEndpoint endpoint,
      Path directory,
      BenchmarkTable out) {
    this.plan = plan;
    this.kafka = kafka;
    this.endpoint = endpoint;
    this.directory = directory;
    this.out = out;
  }

  void run(StopSignal stop) {
    GeneratedStores stores = GeneratedStores.generate(directory, plan.stores(), plan.seed());
    List<LocationCount> counts = TopicFiller.fill(kafka, stores);
    out.printHeader();
    try (DynamoDbAsyncClient client =
        DynamoDbClients.forBulk(endpoint, Math.max(plan.maxInFlight(), plan.segments()))) {
      measureWrites(client, stores, counts, stop);
      measureReads(client, stores.count(), stop);
    }
  }

  /**
   * Measures both in turn, in the opposite order each round: DynamoDB Local fills a second table
   * more slowly than the first, even if the first was deleted.
   */
  private void measureWrites(
      DynamoDbAsyncClient client,
      GeneratedStores stores,
      List<LocationCount> counts,
      StopSignal stop) {
    long warmUp = Math.min(WARM_UP_STORES, stores.count());
    writeBare(client, GeneratedStores.generate(directory, warmUp, plan.seed()), counts, 0);
    for (int round = 1; round <= plan.rounds(); round++) {
      if (round % 2 == 1) {
        Measurement bare = writeBare(client, stores, counts, round);
        out.print(bare, bare);
        out.print(rebuild(client, stores, counts, round, stop), bare);
      } else {
        Measurement rebuild = rebuild(client, stores, counts, round, stop);
        Measurement bare = writeBare(client, stores, counts, round);
        out.print(bare, bare);
        out.print(rebuild, bare);
      }
    }
  }

  /** Writes to separate tables and deletes them afterwards, so that every run starts alike. */
  private Measurement writeBare(
      DynamoDbAsyncClient client, GeneratedStores stores, List<LocationCount> counts, int round) {
    String table = "Bare";
    TableSetup.ofStores(client, table).ensure(new Billing.OnDemand());
    TableSetup.ofCounts(client, table).ensure(new Billing.OnDemand());
    Duration elapsed = BareBatchWrites.write(client, table, plan.maxInFlight(), stores, counts);
    deleteTables(client, table);
    long items = stores.count() + counts.size();
    return Measurement.of("bare BatchWriteItem loop, " + round, items, elapsed);
  }

  /** Keeps the tables of the last round for the measurements that read them. */
  private Measurement rebuild(
      DynamoDbAsyncClient client,
      GeneratedStores stores,
      List<LocationCount> counts,
      int round,
      StopSignal stop) {
    if (round > 1) {
      deleteTables(client, TABLE);
    }
    RebuildReport report =
        new Rebuild(kafka, endpoint, rebuildSettings()).run(stop, caughtUp -> {});
    if (report.stores().written() != stores.count() || report.counts().written() != counts.size()) {
      throw new CommandFailedException("the rebuild is not complete: " + report);
    }
    long items = report.stores().written() + report.counts().written();
    return Measurement.of("rebuild, " + round, items, report.elapsed());
  }

  private static void deleteTables(DynamoDbAsyncClient client, String stores) {
    for (String table : List.of(stores, CountsTable.nameFor(stores))) {
      client.deleteTable(request -> request.tableName(table)).join();
    }
  }

  private RebuildSettings rebuildSettings() {
    return new RebuildSettings(TABLE, new Billing.OnDemand(), false, true, plan.maxInFlight());
  }

  /** Measures in turn, as the writes. A first scan, which finds cold servers, is not counted. */
  private void measureReads(DynamoDbAsyncClient client, long stores, StopSignal stop) {
    scanBare(client, stores, 0);
    for (int round = 1; round <= plan.rounds(); round++) {
      if (round % 2 == 1) {
        Measurement bare = scanBare(client, stores, round);
        out.print(bare, bare);
        out.print(verify(stores, round, stop), bare);
      } else {
        Measurement verify = verify(stores, round, stop);
        Measurement bare = scanBare(client, stores, round);
        out.print(bare, bare);
        out.print(verify, bare);
      }
    }
  }

  private Measurement scanBare(DynamoDbAsyncClient client, long stores, int round) {
    return measure(
        "bare parallel scan, " + round,
        stores,
        () -> BareScan.count(client, TABLE, plan.segments()));
  }

  private Measurement verify(long stores, int round, StopSignal stop) {
    return measure("verify, " + round, stores, () -> equalItems(stop));
  }

  private long equalItems(StopSignal stop) {
    VerifySettings settings = new VerifySettings(TABLE, APPLICATION_ID, plan.segments(), 1);
    try (TableVerification verification = TableVerification.open(settings, kafka, endpoint, stop)) {
      VerifyReport report = verification.verify();
      if (!report.isClean()) {
        throw new CommandFailedException("the rebuilt table is not right: " + report);
      }
      return report.stores().equal();
    }
  }

  private static Measurement measure(String name, long expected, LongSupplier work) {
    long begin = System.nanoTime();
    long items = work.getAsLong();
    Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
    if (items != expected) {
      throw new CommandFailedException(
          "%s found %,d items, not %,d: the figures are worth nothing"
              .formatted(name, items, expected));
    }
    return Measurement.of(name, items, elapsed);
  }
}
