package io.storestream.ingester.command;

import java.time.Duration;
import java.util.Optional;

/**
 * What an ingester answers to a supervisor. Thread-safe.
 *
 * @param maxPendingAge how long a store may wait for the table, or events for the end of an open
 *     transaction, before the ingester is not ready
 */
public record IngesterHealth(Ingester ingester, Duration maxPendingAge) {

  /** Returns whether it can go on at all; if not, only a restart helps. */
  public boolean isLive() {
    return !ingester.failure().isDone();
  }

  /** Returns why it does not do its work as it should, or nothing if it does. */
  public Optional<String> trouble() {
    if (!ingester.isRunning()) {
      return ingester.holdReason().or(() -> Optional.of("not processing events"));
    }
    return ingester.trouble().or(this::lateness).or(this::heldUp);
  }

  private Optional<String> lateness() {
    Duration age = ingester.pendingAge();
    return age.compareTo(maxPendingAge) <= 0
        ? Optional.empty()
        : Optional.of(
            "a store has waited %d s for the table, more than %s (--max-pending-age)"
                .formatted(age.toSeconds(), maxPendingAge));
  }

  private Optional<String> heldUp() {
    return ingester
        .openTransaction()
        .filter(it -> it.age().compareTo(maxPendingAge) > 0)
        .map(
            it ->
                "partition %s is held up since %s, more than %s (--max-pending-age), by an open transaction at offset %d"
                    .formatted(
                        it.position().partition(),
                        it.since(),
                        maxPendingAge,
                        it.position().offset()));
  }
}
