package io.storestream.maintenance.verify.table;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.StopSignal;
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
import java.util.function.LongConsumer;
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

  private static final Duration POLL = Duration.ofMillis(100);

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

  /**
   * Waits until the whole table is read.
   *
   * @param progress receives how many items have been read, from time to time
   * @return how many items there are
   * @throws CommandFailedException if the table can't be read, or if stopped
   */
  public long await(StopSignal stop, LongConsumer progress) {
    while (!isDone(POLL)) {
      if (stop.isRequested()) {
        throw new CommandFailedException("stopped while scanning table " + table);
      }
      progress.accept(items.get());
    }
    return items.get();
  }

  /**
   * Checks that the scan has not failed. Cheap.
   *
   * @throws CommandFailedException if it has
   */
  public void requireNotFailed() {
    if (ended) {
      isDone(Duration.ZERO);
    }
  }

  private boolean isDone(Duration patience) {
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

  @Override
  public void close() {
    ended = true;
    threads.shutdownNow();
  }
}
