package io.storestream.ingester;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What became of the events. Each ends in one of the four: {@code consumed = accepted + duplicate +
 * stale + dead-lettered}. Counted when processed, so an event whose transaction is taken back and
 * run again counts twice. Thread-safe.
 */
final class IngestMetrics {

  private static final String EVENTS = "storestream.events";

  private final Counter accepted;
  private final Counter duplicate;
  private final Counter stale;
  private final Counter deadLettered;

  IngestMetrics(MeterRegistry registry) {
    accepted = fate(registry, "accepted");
    duplicate = fate(registry, "duplicate");
    stale = fate(registry, "stale");
    deadLettered = fate(registry, "dead-lettered");
  }

  void onAccepted() {
    accepted.increment();
  }

  void onDuplicate() {
    duplicate.increment();
  }

  void onStale() {
    stale.increment();
  }

  void onDeadLettered() {
    deadLettered.increment();
  }

  long duplicates() {
    return (long) duplicate.count();
  }

  long stale() {
    return (long) stale.count();
  }

  private static Counter fate(MeterRegistry registry, String fate) {
    return Counter.builder(EVENTS)
        .description("Change events by what became of them")
        .tag("fate", fate)
        .register(registry);
  }
}
