package io.storestream.maintenance.verify.table;

import io.storestream.dynamodb.schema.StoresTable;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Writes that succeed only if an item still has the version that was seen. Ingesters move the
 * version with each write, so theirs are never taken back. Thread-safe, but for {@link #await}.
 *
 * <pre>{@code
 * writes.put(item, seen);
 * writes.delete(key, seen);
 * long written = writes.await();
 * }</pre>
 */
public final class ConditionalWrites {

  private static final Map<String, String> VERSION = Map.of("#version", StoresTable.VERSION);

  private final DynamoDbAsyncClient dynamoDb;
  private final String table;
  private final Map<String, String> key;
  private final int maxInFlight;
  private final Semaphore free;
  private final AtomicLong written = new AtomicLong();
  private volatile @Nullable CompletableFuture<Void> failed;

  /**
   * Writes nothing yet.
   *
   * @param partitionKey the name of the table's
   * @param maxInFlight requests in flight at once; a further one waits
   */
  public ConditionalWrites(
      DynamoDbAsyncClient dynamoDb, String table, String partitionKey, int maxInFlight) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.key = Map.of("#key", partitionKey);
    this.maxInFlight = maxInFlight;
    this.free = new Semaphore(maxInFlight);
  }

  /**
   * Puts an item.
   *
   * @param seen the item that it replaces, or {@code null} if there was none
   * @throws io.storestream.cli.CommandFailedException if DynamoDB has refused an earlier write, or
   *     did not answer
   */
  public void put(Map<String, AttributeValue> item, @Nullable Map<String, AttributeValue> seen) {
    Condition condition = condition(seen);
    send(
        () ->
            dynamoDb.putItem(
                request ->
                    request
                        .tableName(table)
                        .item(item)
                        .conditionExpression(condition.expression())
                        .expressionAttributeNames(condition.names())
                        .expressionAttributeValues(condition.values())));
  }

  /**
   * Deletes the item that was seen.
   *
   * @throws io.storestream.cli.CommandFailedException as {@link #put}
   */
  public void delete(
      Map<String, AttributeValue> itemKey, @Nullable Map<String, AttributeValue> seen) {
    Condition condition = condition(seen);
    send(
        () ->
            dynamoDb.deleteItem(
                request ->
                    request
                        .tableName(table)
                        .key(itemKey)
                        .conditionExpression(condition.expression())
                        .expressionAttributeNames(condition.names())
                        .expressionAttributeValues(condition.values())));
  }

  /**
   * Waits for all answers.
   *
   * @return how many writes succeeded so far
   * @throws io.storestream.cli.CommandFailedException as {@link #put}
   */
  public long await() {
    free.acquireUninterruptibly(maxInFlight);
    free.release(maxInFlight);
    requireNoFailure();
    return written.get();
  }

  // The callback handles all answers.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void send(Supplier<CompletableFuture<?>> request) {
    free.acquireUninterruptibly();
    try {
      requireNoFailure();
      request.get().whenComplete((answer, error) -> onAnswer(error));
    } catch (RuntimeException e) {
      free.release();
      throw e;
    }
  }

  private void onAnswer(@Nullable Throwable error) {
    if (error == null) {
      written.incrementAndGet();
    } else {
      Throwable cause =
          error instanceof CompletionException && error.getCause() != null
              ? error.getCause()
              : error;
      if (!(cause instanceof ConditionalCheckFailedException)) {
        failed = CompletableFuture.failedFuture(cause);
      }
    }
    free.release();
  }

  private void requireNoFailure() {
    CompletableFuture<Void> failure = failed;
    if (failure != null) {
      TableErrors.await(table, failure);
    }
  }

  private Condition condition(@Nullable Map<String, AttributeValue> seen) {
    if (seen == null) {
      return new Condition("attribute_not_exists(#key)", key, null);
    }
    AttributeValue version = seen.get(StoresTable.VERSION);
    if (version != null) {
      return new Condition("#version = :seen", VERSION, Map.of(":seen", version));
    }
    Map<String, String> names = new HashMap<>(key);
    names.putAll(VERSION);
    return new Condition("attribute_exists(#key) AND attribute_not_exists(#version)", names, null);
  }

  /**
   * The condition that the item is still the one that was seen.
   *
   * @param values {@code null} for none: DynamoDB refuses values that the condition does not use
   */
  private record Condition(
      String expression, Map<String, String> names, @Nullable Map<String, AttributeValue> values) {}
}
