package io.storestream.dynamodb.writer;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Starts at the system's time, and then counts what has passed. So an item is due after its delay
 * even if the system's clock is set back meanwhile. Thread-safe.
 */
final class SteadyClock implements InstantSource {

  private final Instant start = Instant.now();
  private final long startNanos = System.nanoTime();

  @Override
  public Instant instant() {
    return start.plusNanos(System.nanoTime() - startNanos);
  }
}
