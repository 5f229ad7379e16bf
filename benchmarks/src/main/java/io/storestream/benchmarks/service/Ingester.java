package io.storestream.benchmarks.service;

import static io.storestream.benchmarks.contestant.Contestant.STORESTREAM;

import io.storestream.benchmarks.comparison.Metrics;
import io.storestream.benchmarks.contestant.Programs;
import io.storestream.benchmarks.process.ChildProcess;
import io.storestream.benchmarks.process.ProgramCommand;
import io.storestream.benchmarks.server.Workbench;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A process of {@code ingest}. Used by one thread. */
final class Ingester implements AutoCloseable {

  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration WRITE_TIMEOUT = Duration.ofMinutes(30);
  private static final Pattern METRICS = Pattern.compile("metrics at (http://\\S+/metrics)");

  private final Workbench bench;
  private final ChildProcess process;
  private final String table;

  private Ingester(Workbench bench, ChildProcess process, String table) {
    this.bench = bench;
    this.process = process;
    this.table = table;
  }

  /**
   * Starts a process. One that is started again for the same table goes on with the same state.
   *
   * @param endpoint of DynamoDB
   */
  static Ingester start(Workbench bench, String topic, String table, URI endpoint) {
    ProgramCommand command =
        Programs.storestream(
                "ingest",
                List.of("--topic", topic, "--table", table, "--application-id", table),
                List.of("--state-dir", bench.directory().resolve(table).toString()),
                List.of("--bootstrap-servers", bench.kafka().bootstrapServers()),
                List.of("--management-port", "0"))
            .withEnvironment(Programs.emulator(endpoint.toString()));
    return new Ingester(bench, bench.start(STORESTREAM.label(), command), table);
  }

  String table() {
    return table;
  }

  ChildProcess process() {
    return process;
  }

  /** Waits until it processes events. */
  void awaitReady() {
    URI ready = metrics().resolve("/health/ready");
    bench.await(
        process, WRITE_TIMEOUT, () -> Metrics.isOk(ready) ? Optional.of(ready) : Optional.empty());
  }

  /** Waits until it has accepted this many events since its start, and none of them is pending. */
  void awaitWritten(long events) {
    URI metrics = metrics();
    bench.await(
        process,
        WRITE_TIMEOUT,
        () ->
            Metrics.eventsOfFate(metrics, "accepted") >= events
                    && Metrics.pending(metrics, table) == 0
                ? Optional.of(metrics)
                : Optional.empty());
  }

  private URI metrics() {
    return URI.create(bench.await(process, START_TIMEOUT, () -> process.findInOutput(METRICS)));
  }

  /** Kills it with SIGKILL; returns when it has ended. */
  void kill() {
    process.kill();
  }

  /** Stops it with SIGTERM. */
  @Override
  public void close() {
    process.close();
  }
}
