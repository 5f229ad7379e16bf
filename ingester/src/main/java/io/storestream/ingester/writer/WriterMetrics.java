package io.storestream.ingester.writer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * What the writer counts. Every item that is sent ends as written, superseded, rejected or retried:
 * {@code items sent = written + superseded + rejected + retries}.
 */
final class WriterMetrics {

  final Counter requests;
  final Counter written;
  final Counter superseded;
  final Counter rejected;
  final Counter throttles;
  final Counter retries;
  final Timer latency;
  final Timer endToEndLatency;

  WriterMetrics(MeterRegistry registry) {
    requests = counter(registry, "write.requests", "Write requests sent to DynamoDB");
    written = counter(registry, "stores.written", "Items that DynamoDB acknowledged");
    superseded = counter(registry, "stores.superseded", "Writes not needed: the table was newer");
    rejected = counter(registry, "stores.rejected", "Items that DynamoDB can never take");
    throttles = counter(registry, "write.throttles", "Items that DynamoDB throttled");
    retries = counter(registry, "write.retries", "Items that have to be sent again");
    latency = timer(registry, "write.latency", "From sending a write request to its answer");
    endToEndLatency =
        timer(
            registry,
            "end.to.end.latency",
            "From accepting an event to the table's acknowledgement of it");
  }

  private static Timer timer(MeterRegistry registry, String name, String description) {
    return Timer.builder("storestream." + name)
        .description(description)
        .publishPercentileHistogram()
        .register(registry);
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder("storestream." + name).description(description).register(registry);
  }
}
