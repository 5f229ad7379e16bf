package io.storestream.dynamodb.writer;

import java.time.Duration;

/** How items get into the table. */
public enum WriteMode {
  /** One conditional put an item: safe whoever else writes the table, and whenever it arrives. */
  CONDITIONAL(Duration.ofSeconds(5)),

  /**
   * Batches of 25 without a condition: for a table that one process writes. A batch whose answer
   * never came may still arrive later and take a store back, so it gets much longer to answer.
   */
  BATCH(Duration.ofSeconds(60));

  private final Duration attemptTimeout;

  WriteMode(Duration attemptTimeout) {
    this.attemptTimeout = attemptTimeout;
  }

  /** Returns how long one request may take before it is made again. */
  public Duration attemptTimeout() {
    return attemptTimeout;
  }
}
