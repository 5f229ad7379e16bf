package io.storestream.ingester;

import java.time.Duration;
import java.util.Optional;

/**
 * What an ingester answers to a supervisor. Thread-safe.
 *
 * @param maxPendingAge how long a store may wait for the table before the ingester is not ready
 */
record IngesterHealth(Ingester ingester, Duration maxPendingAge) {

  /** Returns whether it can go on at all; if not, only a restart helps. */
  boolean isLive() {
    return !ingester.failure().isDone();
  }

  /** Returns why it does not do its work as it should, or nothing if it does. */
  Optional<String> trouble() {
    if (!ingester.isRunning()) {
      return Optional.of("not processing events");
    }
    return ingester.trouble().or(this::lateness);
  }

  private Optional<String> lateness() {
    Duration age = ingester.pendingAge();
    return age.compareTo(maxPendingAge) <= 0
        ? Optional.empty()
        : Optional.of(
            "a store has waited %d s for the table, more than %s (--max-pending-age)"
                .formatted(age.toSeconds(), maxPendingAge));
  }
}
