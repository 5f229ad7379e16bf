package io.storestream.queryapi.query;

import io.storestream.dynamodb.item.CountItems;
import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.model.Location;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;

/**
 * Checks whether the tables of stores and counts answer by reading an item of each that need not
 * exist: this needs the permission and the path that lookups need. Thread-safe.
 */
public final class TableProbe {

  /** How long the tables may take. */
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  /** How long a result is reused, so that many probes cost one read of each table a second. */
  private static final Duration FRESHNESS = Duration.ofSeconds(1);

  private static final String ITEM = "readiness-probe";

  private final DynamoDbAsyncClient dynamoDb;
  private final String table;
  private final LongSupplier nanoTime;
  private @Nullable Probe latest;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  public TableProbe(DynamoDbAsyncClient dynamoDb, String table, LongSupplier nanoTime) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.nanoTime = nanoTime;
  }

  private record Probe(CompletableFuture<Boolean> answered, long startNanos) {}

  /** Returns whether both tables answer; the future never fails. */
  public synchronized CompletableFuture<Boolean> answers() {
    long now = nanoTime.getAsLong();
    Probe current = latest;
    if (current == null
        || (current.answered().isDone() && now - current.startNanos() >= FRESHNESS.toNanos())) {
      current = new Probe(read(), now);
      latest = current;
    }
    // A copy, because a caller may cancel and must not cancel for all.
    return current.answered().copy();
  }

  private CompletableFuture<Boolean> read() {
    return CompletableFuture.allOf(
            read(table, Map.of(StoresTable.STORE_NUMBER, AttributeValue.fromS(ITEM))),
            read(CountsTable.nameFor(table), CountItems.key(new Location(List.of(ITEM)))))
        .orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .handle((done, failure) -> failure == null);
  }

  private CompletableFuture<GetItemResponse> read(String from, Map<String, AttributeValue> key) {
    return dynamoDb.getItem(request -> request.tableName(from).key(key));
  }
}
