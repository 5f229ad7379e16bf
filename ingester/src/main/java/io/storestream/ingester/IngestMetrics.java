package io.storestream.ingester;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.storestream.kafka.record.DeadLetterCause;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The metrics of events. Records that change no store are counted apart. Each event has one of four
 * fates: {@code consumed = accepted + duplicate + stale + dead-lettered}. Dead letters are also
 * counted by cause: {@code dead letters = dead-lettered + rejected writes}, because the event
 * behind a rejected write was accepted before.
 *
 * <p>Events are counted when they are processed, so an event whose transaction is rolled back and
 * run again counts twice. Thread-safe.
 */
public final class IngestMetrics {

  private static final String EVENTS = "storestream.events";

  private final MeterRegistry registry;
  private final Counter accepted;
  private final Counter duplicate;
  private final Counter stale;
  private final Counter deadLettered;
  private final Counter repeatedDeltas;
  private final Counter droppedCoordinates;
  private final Map<DeadLetterCause, Counter> deadLetters = new EnumMap<>(DeadLetterCause.class);

  public IngestMetrics(MeterRegistry registry) {
    this.registry = registry;
    accepted = fate(registry, "accepted");
    duplicate = fate(registry, "duplicate");
    stale = fate(registry, "stale");
    deadLettered = fate(registry, "dead-lettered");
    repeatedDeltas =
        Counter.builder("storestream.deltas.repeated")
            .description(
                "Changes of counts that were read again and dropped because they are applied")
            .register(registry);
    droppedCoordinates =
        Counter.builder("storestream.coordinates.dropped")
            .description("Coordinates that were no number or out of range; the store is kept")
            .register(registry);
    for (DeadLetterCause cause : DeadLetterCause.values()) {
      deadLetters.put(
          cause,
          Counter.builder("storestream.dead.letters")
              .description("Records sent to the dead-letter topic by their cause")
              .tag("exception", cause.exception())
              .register(registry));
    }
  }

  public void onAccepted() {
    accepted.increment();
  }

  public void onDuplicate() {
    duplicate.increment();
  }

  public void onStale() {
    stale.increment();
  }

  /** An event is unusable. */
  public void onDeadLettered(DeadLetterCause cause) {
    deadLettered.increment();
    onDeadLetter(cause);
  }

  /** DynamoDB rejected the item of an event that was accepted before. */
  public void onRejectedWrite() {
    onDeadLetter(DeadLetterCause.REJECTED_WRITE);
  }

  /** A change of counts was read that is already applied. */
  public void onRepeatedDelta() {
    repeatedDeltas.increment();
  }

  /** An event has a coordinate that can't be used, and is taken without it. */
  public void onCoordinateDropped() {
    droppedCoordinates.increment();
  }

  /**
   * A record was read that is usable and changes no store.
   *
   * @param kind of the record, one of few
   */
  public void onNoChange(String kind) {
    Counter.builder("storestream.records.without.change")
        .description("Records that are usable and change no store, such as heartbeats, by kind")
        .tag("kind", kind)
        .register(registry)
        .increment();
  }

  private void onDeadLetter(DeadLetterCause cause) {
    Objects.requireNonNull(deadLetters.get(cause)).increment();
  }

  public long duplicates() {
    return (long) duplicate.count();
  }

  public long stale() {
    return (long) stale.count();
  }

  public long deadLetters() {
    return (long) deadLetters.values().stream().mapToDouble(Counter::count).sum();
  }

  private static Counter fate(MeterRegistry registry, String fate) {
    return Counter.builder(EVENTS)
        .description("Change events by fate")
        .tag("fate", fate)
        .register(registry);
  }
}
