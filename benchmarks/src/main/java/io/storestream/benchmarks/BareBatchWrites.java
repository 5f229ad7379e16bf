package io.storestream.benchmarks;

import io.storestream.cli.CommandFailedException;
import io.storestream.dynamodb.item.CountItems;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.model.LocationCount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * The baseline of a rebuild: a plain loop that writes batches of items with a fixed number of
 * requests in flight, and writes unprocessed items again.
 */
final class BareBatchWrites {

  private static final int BATCH = 25;

  private final DynamoDbAsyncClient dynamoDb;
  private final int maxInFlight;
  private final Semaphore room;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private List<WriteRequest> batch = new ArrayList<>();
  private long beginNs;

  private BareBatchWrites(DynamoDbAsyncClient dynamoDb, int maxInFlight) {
    this.dynamoDb = dynamoDb;
    this.maxInFlight = maxInFlight;
    this.room = new Semaphore(maxInFlight);
  }

  /**
   * Writes all stores to a table and the counts to its table of counts. Returns when DynamoDB has
   * acknowledged all of them.
   *
   * @return the duration, measured from the first store
   */
  static Duration write(
      DynamoDbAsyncClient dynamoDb,
      String table,
      int maxInFlight,
      GeneratedStores stores,
      List<LocationCount> counts) {
    BareBatchWrites writes = new BareBatchWrites(dynamoDb, maxInFlight);
    stores.forEach(accepted -> writes.add(table, StoreItems.toItem(accepted)));
    writes.flush(table);
    String countsTable = CountsTable.nameFor(table);
    counts.forEach(count -> writes.add(countsTable, CountItems.toItem(count)));
    writes.flush(countsTable);
    writes.finish();
    return Duration.ofNanos(System.nanoTime() - writes.beginNs);
  }

  private void add(String table, Map<String, AttributeValue> item) {
    if (beginNs == 0) {
      beginNs = System.nanoTime();
    }
    batch.add(WriteRequest.builder().putRequest(put -> put.item(item)).build());
    if (batch.size() == BATCH) {
      flush(table);
    }
  }

  private void finish() {
    room.acquireUninterruptibly(maxInFlight);
    Throwable error = failure.get();
    if (error != null) {
      throw new CommandFailedException("the bare loop could not write: " + error, error);
    }
  }

  private void flush(String table) {
    if (batch.isEmpty()) {
      return;
    }
    room.acquireUninterruptibly();
    List<WriteRequest> full = batch;
    batch = new ArrayList<>();
    CompletableFuture<Void> unused =
        send(table, full)
            .whenComplete(
                (done, error) -> {
                  if (error != null) {
                    failure.set(error);
                  }
                  room.release();
                });
  }

  private CompletableFuture<Void> send(String table, List<WriteRequest> writes) {
    return dynamoDb
        .batchWriteItem(request -> request.requestItems(Map.of(table, writes)))
        .thenCompose(
            answer -> {
              List<WriteRequest> unprocessed = answer.unprocessedItems().get(table);
              return unprocessed == null || unprocessed.isEmpty()
                  ? CompletableFuture.completedFuture(null)
                  : send(table, unprocessed);
            });
  }
}
