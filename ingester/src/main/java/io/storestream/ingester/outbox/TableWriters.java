package io.storestream.ingester;

import io.micrometer.core.instrument.MeterRegistry;
import io.storestream.ingester.writer.DynamoDbWriter;
import io.storestream.table.CountsTable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/**
 * What writes to the table of stores and to that of counts, each at its own pace. Thread-safe.
 *
 * @param stores writes each change at once
 * @param counts lets a count linger, as the next change of its country may come in a moment
 */
record TableWriters(DynamoDbWriter stores, DynamoDbWriter counts) implements AutoCloseable {

  /** A count is written once in this time at the most. */
  static final Duration COUNT_LINGER = Duration.ofSeconds(1);

  /**
   * Creates writers; {@link #start} starts them.
   *
   * @param dynamoDb stays the caller's to close
   * @param registry receives the metrics
   */
  static TableWriters create(
      DynamoDbAsyncClient dynamoDb, IngesterSettings settings, MeterRegistry registry) {
    return new TableWriters(
        DynamoDbWriter.create(
            dynamoDb,
            settings.table(),
            settings.writes(),
            settings.maxInFlight(),
            Duration.ZERO,
            registry),
        DynamoDbWriter.create(
            dynamoDb,
            CountsTable.nameFor(settings.table()),
            settings.writes(),
            settings.maxInFlight(),
            COUNT_LINGER,
            registry));
  }

  void start() {
    stores.start();
    counts.start();
  }

  /** Returns how many items wait, are on their way, or are not known to be written. */
  int outstanding() {
    return stores.outstanding() + counts.outstanding();
  }

  /** Returns whether every outbox has heard of all that was written before this moment. */
  boolean isDrainedSince(Instant moment) {
    return stores.isDrainedSince(moment) && counts.isDrainedSince(moment);
  }

  /** Returns how long the item has waited that waits longest; zero if none does. */
  Duration pendingAge() {
    Duration store = stores.pendingAge();
    Duration count = counts.pendingAge();
    return store.compareTo(count) > 0 ? store : count;
  }

  /** Returns how many requests were sent since the start. */
  long requests() {
    return stores.requests() + counts.requests();
  }

  /** Returns why DynamoDB has taken no writes for a while, or nothing if it does. */
  Optional<String> trouble() {
    return stores.trouble().or(counts::trouble);
  }

  @Override
  public void close() {
    stores.close();
    counts.close();
  }
}
