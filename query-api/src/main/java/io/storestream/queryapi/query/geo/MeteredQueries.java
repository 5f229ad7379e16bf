package io.storestream.queryapi.query.geo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/**
 * The queries of one answer. Counts them and their read units, and runs a limited number at a time;
 * the others wait for their turn. Thread-safe.
 */
final class MeteredQueries {

  private record Waiting(QueryRequest request, CompletableFuture<QueryResponse> answer) {}

  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final DynamoDbAsyncClient dynamoDb;
  private final int atOnce;
  private int inFlight;
  private int requests;
  private double readUnits;
  private boolean stopped;

  /**
   * @param atOnce how many run at a time
   */
  MeteredQueries(DynamoDbAsyncClient dynamoDb, int atOnce) {
    this.dynamoDb = dynamoDb;
    this.atOnce = atOnce;
  }

  /** Sends a query for one page, now or when others have been answered. */
  CompletableFuture<QueryResponse> ask(QueryRequest request) {
    Waiting query =
        new Waiting(
            request.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build(),
            new CompletableFuture<>());
    synchronized (this) {
      if (stopped) {
        return CompletableFuture.failedFuture(new CancellationException());
      }
      if (inFlight == atOnce) {
        waiting.add(query);
        return query.answer();
      }
      inFlight++;
    }
    send(query);
    return query.answer();
  }

  private void send(Waiting query) {
    synchronized (this) {
      requests++;
    }
    CompletableFuture<QueryResponse> unused =
        dynamoDb
            .query(query.request())
            .whenComplete(
                (page, failure) -> {
                  Waiting next = next(page);
                  if (next != null) {
                    send(next);
                  }
                  if (failure == null) {
                    query.answer().complete(page);
                  } else {
                    query.answer().completeExceptionally(failure);
                  }
                });
  }

  private synchronized @Nullable Waiting next(@Nullable QueryResponse page) {
    if (page != null && page.consumedCapacity() != null) {
      readUnits += page.consumedCapacity().capacityUnits();
    }
    Waiting next = waiting.poll();
    if (next == null) {
      inFlight--;
    }
    return next;
  }

  /** Sends no more of those that wait; for an answer that is complete, or that nobody needs. */
  void stop() {
    Deque<Waiting> cancelled;
    synchronized (this) {
      stopped = true;
      cancelled = new ArrayDeque<>(waiting);
      waiting.clear();
    }
    cancelled.forEach(query -> query.answer().completeExceptionally(new CancellationException()));
  }

  /** Returns how many were sent. */
  synchronized int requests() {
    return requests;
  }

  /** Returns how many read units DynamoDB has charged. */
  synchronized double readUnits() {
    return readUnits;
  }
}
