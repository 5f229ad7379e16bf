package io.storestream.benchmarks.fault;

import io.storestream.benchmarks.contestant.Contestant;
import io.storestream.benchmarks.server.Workbench;
import io.storestream.cli.CommandFailedException;
import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.dynamodb.schema.TableSetup;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.testing.fault.FaultPlan;
import io.storestream.testing.fault.FaultProxy;
import io.storestream.testing.model.AuditReport;
import io.storestream.testing.model.CountsAudit;
import io.storestream.testing.model.TableAudit;
import io.storestream.testing.workload.Fate;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.common.config.TopicConfig;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/**
 * One contestant reads a topic to its end while it is killed and its writes meet faults; then its
 * table is compared with the model. Used by one thread.
 */
final class FaultRun {

  private static final int PARTITIONS = 4;

  /** Changes have timestamps years ago, and a broker deletes by timestamp. */
  private static final Map<String, String> KEEP_ALL = Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1");

  /** A contestant that consumes nothing, or does not stop to write, for this long has failed. */
  private static final Duration STALL_TIMEOUT = Duration.ofMinutes(5);

  /** Longer than Flink's sink keeps items before it sends them, which is 5 s. */
  private static final Duration REST = Duration.ofSeconds(10);

  private final Workbench bench;
  private final FaultsPlan plan;
  private final Contestant contestant;
  private final long seed;
  private final String name;

  FaultRun(Workbench bench, FaultsPlan plan, Contestant contestant, int round) {
    this.bench = bench;
    this.plan = plan;
    this.contestant = contestant;
    this.seed = plan.seedOf(round);
    this.name = "faults-%d-%s".formatted(round, contestant.label());
  }

  /**
   * Runs the contestant once.
   *
   * @throws CommandFailedException if it makes no progress, or if it is storestream and its tables
   *     are not exact
   */
  FaultResult run() {
    bench.report("%s: %,d events, %d kills".formatted(name, plan.events(), plan.kills()));
    WriteCounts writes = new WriteCounts(name);
    try (KafkaAdmin admin = KafkaAdmin.connect(bench.kafka());
        DynamoDbAsyncClient direct =
            DynamoDbClients.forReading(DynamoDbEndpoint.local(bench.dynamoDbLocal()), 4);
        FaultProxy proxy = FaultProxy.start(bench.dynamoDbLocal(), seed);
        ChangeStream changes = new ChangeStream(bench.kafka(), name, plan.stores(), seed)) {
      proxy.listen(writes::add);
      proxy.use(FaultPlan.rough());
      admin.createTopics(Map.of(name, PARTITIONS), Map.of(name, KEEP_ALL));
      if (contestant != Contestant.STORESTREAM) {
        TableSetup.ofStores(direct, name).ensure(new Billing.OnDemand());
      }
      try (Supervised process = new Supervised(bench, contestant, name, proxy.endpoint())) {
        publishAndKill(changes, process, () -> consumed(admin));
        proxy.use(FaultPlan.none());
        awaitRest(process, proxy);
        return result(changes.history(), process, writes, direct);
      }
    }
  }

  /** Publishes one part ahead of what is consumed, so that each kill interrupts work. */
  private void publishAndKill(ChangeStream changes, Supervised process, LongSupplier consumed) {
    for (int kill = 1; kill <= plan.kills(); kill++) {
      changes.publishUpTo(plan.eventsBefore(kill + 1));
      awaitConsumed(process, consumed, plan.eventsBefore(kill));
      bench.report("%s: kill %d".formatted(name, kill));
      process.killAndRestart();
    }
    changes.publishUpTo(plan.events());
    awaitConsumed(process, consumed, plan.events());
  }

  private long consumed(KafkaAdmin admin) {
    return admin.committed(name).entrySet().stream()
        .filter(it -> it.getKey().topic().equals(name))
        .mapToLong(it -> it.getValue().offset())
        .sum();
  }

  private void awaitConsumed(Supervised process, LongSupplier consumed, long events) {
    long progress = -1;
    long progressNs = System.nanoTime();
    for (long now = consumed.getAsLong(); now < events; now = consumed.getAsLong()) {
      process.keepRunning();
      if (now > progress) {
        progress = now;
        progressNs = System.nanoTime();
      }
      requireNoStall(progressNs, "consumed %,d of %,d events".formatted(now, plan.events()));
      bench.pause();
    }
  }

  /** Waits until no write has arrived or been executed for some time. */
  private void awaitRest(Supervised process, FaultProxy proxy) {
    long begin = System.nanoTime();
    long restNs = begin;
    long before = -1;
    while (System.nanoTime() - restNs < REST.toNanos()) {
      process.keepRunning();
      if (proxy.writes() != before || proxy.writesInFlight() > 0 || !process.isIdle()) {
        before = proxy.writes();
        restNs = System.nanoTime();
      }
      requireNoStall(begin, "still writes");
      bench.pause();
    }
  }

  private void requireNoStall(long sinceNs, String state) {
    if (System.nanoTime() - sinceNs > STALL_TIMEOUT.toNanos()) {
      throw new CommandFailedException(
          "%s %s after %d s without progress".formatted(name, state, STALL_TIMEOUT.toSeconds()));
    }
  }

  private FaultResult result(
      ChangeHistory history, Supervised process, WriteCounts writes, DynamoDbAsyncClient direct) {
    if (contestant == Contestant.STORESTREAM) {
      requireExact(TableAudit.of(direct, name, history.expected()));
      requireExact(CountsAudit.of(direct, CountsTable.nameFor(name), history.expected()));
    }
    return new FaultResult(
        contestant.label(),
        Comparison.of(history, TableContents.read(direct, name)),
        history.expected().fates().getOrDefault(Fate.ACCEPTED, 0L),
        writes.written(),
        writes.repeated(),
        process.ends(),
        process.wasEndedByUnusableEvent());
  }

  private void requireExact(AuditReport audit) {
    if (!audit.isExact()) {
      throw new CommandFailedException("%s is not exact: %s".formatted(name, audit));
    }
  }
}
