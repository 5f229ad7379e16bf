package io.storestream.dynamodb.writer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/**
 * The writer's metrics. Every item that is sent ends as written, superseded, rejected or retried:
 * {@code items sent = written + superseded + rejected + retries}.
 */
final class WriterMetrics {

  final Counter requests;
  final Counter written;
  final Counter superseded;
  final Counter rejected;
  final Counter throttles;
  final Counter retries;
  final Counter conflicts;
  final Counter writeUnits;
  final Timer latency;
  final Timer endToEndLatency;

  private final MeterRegistry registry;
  private final Tags tags;

  /**
   * @param table whose writes these are; all metrics are tagged with it
   */
  WriterMetrics(MeterRegistry registry, String table) {
    this.registry = registry;
    this.tags = Tags.of("table", table);
    requests = counter("write.requests", "Write requests sent to DynamoDB");
    written = counter("items.written", "Items that DynamoDB acknowledged");
    superseded =
        counter(
            "items.superseded",
            "Writes that DynamoDB refused because the table has a newer version");
    rejected = counter("items.rejected", "Items that DynamoDB can never take");
    throttles = counter("write.throttles", "Items that DynamoDB throttled");
    retries = counter("write.retries", "Items that are sent again");
    conflicts =
        counter(
            "write.conflicts",
            "Items that are sent again by the other statement, because they exist or do not");
    writeUnits =
        counter(
            "write.units",
            "Write capacity units that DynamoDB reports; DynamoDB Local reports none");
    latency = timer("write.latency", "From sending a write request to its answer");
    endToEndLatency =
        timer("end.to.end.latency", "From accepting an event to DynamoDB's acknowledgement");
  }

  /** Registers the gauges of a writer. */
  void watch(DynamoDbWriter writer) {
    Gauge.builder("storestream.pending", writer, DynamoDbWriter::pending)
        .description(
            "Items whose newest version is not in the table yet, and writes that are announced")
        .tags(tags)
        .register(registry);
    TimeGauge.builder(
            "storestream.pending.age",
            writer,
            TimeUnit.MILLISECONDS,
            it -> it.pendingAge().toMillis())
        .description("How long the oldest pending item has waited")
        .tags(tags)
        .register(registry);
    Gauge.builder("storestream.write.in.flight", writer, DynamoDbWriter::inFlight)
        .description("Write requests in flight")
        .tags(tags)
        .register(registry);
  }

  private Timer timer(String name, String description) {
    return Timer.builder("storestream." + name)
        .description(description)
        .tags(tags)
        .publishPercentileHistogram()
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder("storestream." + name)
        .description(description)
        .tags(tags)
        .register(registry);
  }
}
