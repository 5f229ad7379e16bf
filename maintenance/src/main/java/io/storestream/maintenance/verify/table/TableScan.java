package io.storestream.maintenance.verify.table;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * A parallel scan that is under way, one thread a segment. It is eventually consistent, which costs
 * half: what differs is read again anyway. To be awaited by one thread.
 */
public final class TableScan implements AutoCloseable {

  private final DynamoDbAsyncClient dynamoDb;
  private final String table;
  private final int segments;
  private final Consumer<Map<String, AttributeValue>> action;
  private final ExecutorService threads;
  private final AtomicLong items = new AtomicLong();
  private final CompletableFuture<Void> done;
  private volatile boolean ended;

  /**
   * Starts.
   *
   * @param action called for each item, by several threads
   */
  public TableScan(
      DynamoDbAsyncClient dynamoDb,
      String table,
      int segments,
      Consumer<Map<String, AttributeValue>> action) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.segments = segments;
    this.action = action;
    this.threads = Executors.newFixedThreadPool(segments, TableScan::thread);
    this.done =
        CompletableFuture.allOf(
            IntStream.range(0, segments)
                .mapToObj(it -> CompletableFuture.runAsync(() -> scan(it), threads))
                .toArray(CompletableFuture[]::new));
  }

  /** A daemon: one that waits for DynamoDB must not keep a command that has failed. */
  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "table-scan");
    thread.setDaemon(true);
    return thread;
  }

  private void scan(int segment) {
    ScanRequest request =
        ScanRequest.builder().tableName(table).segment(segment).totalSegments(segments).build();
    try {
      Map<String, AttributeValue> next = Map.of();
      do {
        ScanRequest page =
            request.toBuilder().exclusiveStartKey(next.isEmpty() ? null : next).build();
        ScanResponse answer = dynamoDb.scan(page).join();
        answer.items().forEach(action);
        items.addAndGet(answer.items().size());
        next = answer.lastEvaluatedKey();
      } while (!next.isEmpty() && !ended);
    } catch (RuntimeException e) {
      ended = true; // for the others too
      throw e;
    }
  }

  /** Returns how many items have been read so far. */
  public long items() {
    return items.get();
  }

  /**
   * Returns whether the whole table is read.
   *
   * @param patience how long to wait for it
   * @throws io.storestream.cli.CommandFailedException if it can't be read
   */
  public boolean isDone(Duration patience) {
    try {
      done.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      // Reported below.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    TableErrors.await(table, done);
    return true;
  }

  /** Returns whether the scan has failed; {@link #isDone} then says why. */
  public boolean hasFailed() {
    return ended;
  }

  @Override
  public void close() {
    ended = true;
    threads.shutdownNow();
  }
}
