package io.storestream.ingester.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.dynamodb.writer.DynamoDbWriter;
import io.storestream.ingester.IngesterSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/**
 * The writers of the stores table and of the counts table. Thread-safe.
 *
 * @param stores sends each change at once
 * @param counts lets each count linger, because the next change of its country often follows soon
 */
public record TableWriters(DynamoDbWriter stores, DynamoDbWriter counts) implements AutoCloseable {

  /** A count is written at most once in this time. */
  static final Duration COUNT_LINGER = Duration.ofSeconds(1);

  /**
   * Creates writers; {@link #start} starts them.
   *
   * @param dynamoDb stays the caller's to close
   * @param registry receives the metrics
   */
  public static TableWriters create(
      DynamoDbAsyncClient dynamoDb, IngesterSettings settings, MeterRegistry registry) {
    return new TableWriters(
        DynamoDbWriter.ofStores(dynamoDb, settings.table(), settings.maxInFlight(), registry),
        DynamoDbWriter.ofCounts(
            dynamoDb,
            CountsTable.nameFor(settings.table()),
            settings.maxInFlight(),
            COUNT_LINGER,
            registry));
  }

  public void start() {
    stores.start();
    counts.start();
  }

  /** Returns how many items wait, are in flight, or have an undrained acknowledgement. */
  public int outstanding() {
    return stores.outstanding() + counts.outstanding();
  }

  /** Completes with the cause if one of the writers itself fails. */
  public CompletableFuture<Throwable> failure() {
    return stores.failure().applyToEither(counts.failure(), Function.identity());
  }

  /** Returns whether every outbox has drained the acknowledgements before this moment. */
  public boolean isDrainedSince(Instant moment) {
    return stores.isDrainedSince(moment) && counts.isDrainedSince(moment);
  }

  /** Returns how long the oldest item has waited; zero if none waits. */
  public Duration pendingAge() {
    Duration store = stores.pendingAge();
    Duration count = counts.pendingAge();
    return store.compareTo(count) > 0 ? store : count;
  }

  /** Returns how many requests were sent since the start. */
  public long requests() {
    return stores.requests() + counts.requests();
  }

  /** Returns why DynamoDB has taken no writes for a while; empty if it takes them. */
  public Optional<String> trouble() {
    return stores.trouble().or(counts::trouble);
  }

  @Override
  public void close() {
    stores.close();
    counts.close();
  }
}
