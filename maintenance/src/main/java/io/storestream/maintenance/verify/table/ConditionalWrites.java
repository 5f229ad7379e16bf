package io.storestream.maintenance.verify.table;

import io.storestream.dynamodb.schema.StoresTable;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Writes that succeed only if an item still has the version that was seen. Ingesters move the
 * version with each write, so theirs are never taken back. Thread-safe.
 */
public final class ConditionalWrites {

  private static final Map<String, String> VERSION = Map.of("#version", StoresTable.VERSION);

  private final DynamoDbAsyncClient dynamoDb;
  private final String table;
  private final Map<String, String> key;
  private final Semaphore free;

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
    this.free = new Semaphore(maxInFlight);
  }

  /**
   * Puts an item.
   *
   * @param seen what it replaces, or {@code null} if there was nothing
   */
  public CompletableFuture<Boolean> put(
      Map<String, AttributeValue> item, @Nullable Map<String, AttributeValue> seen) {
    Guard guard = guard(seen);
    free.acquireUninterruptibly();
    return settle(
        dynamoDb.putItem(
            request ->
                request
                    .tableName(table)
                    .item(item)
                    .conditionExpression(guard.condition())
                    .expressionAttributeNames(guard.names())
                    .expressionAttributeValues(guard.values())));
  }

  /** Deletes the item that was seen. */
  public CompletableFuture<Boolean> delete(
      Map<String, AttributeValue> itemKey, @Nullable Map<String, AttributeValue> seen) {
    Guard guard = guard(seen);
    free.acquireUninterruptibly();
    return settle(
        dynamoDb.deleteItem(
            request ->
                request
                    .tableName(table)
                    .key(itemKey)
                    .conditionExpression(guard.condition())
                    .expressionAttributeNames(guard.names())
                    .expressionAttributeValues(guard.values())));
  }

  /**
   * Waits for an answer.
   *
   * @return whether the write held
   * @throws io.storestream.cli.CommandFailedException if DynamoDB refuses or does not answer
   */
  public boolean await(CompletableFuture<Boolean> answer) {
    return TableErrors.await(table, answer);
  }

  private CompletableFuture<Boolean> settle(CompletableFuture<?> answer) {
    return answer
        .whenComplete((done, error) -> free.release())
        .handle(
            (done, error) -> {
              if (error == null) {
                return true;
              }
              Throwable cause =
                  error instanceof CompletionException && error.getCause() != null
                      ? error.getCause()
                      : error;
              if (cause instanceof ConditionalCheckFailedException) {
                return false;
              }
              throw new CompletionException(cause);
            });
  }

  private Guard guard(@Nullable Map<String, AttributeValue> seen) {
    if (seen == null) {
      return new Guard("attribute_not_exists(#key)", key, null);
    }
    AttributeValue version = seen.get(StoresTable.VERSION);
    if (version != null) {
      return new Guard("#version = :seen", VERSION, Map.of(":seen", version));
    }
    Map<String, String> names = new HashMap<>(key);
    names.putAll(VERSION);
    return new Guard("attribute_exists(#key) AND attribute_not_exists(#version)", names, null);
  }

  /**
   * The condition that the item is still the one that was seen.
   *
   * @param values {@code null} for none: DynamoDB refuses what the condition does not use
   */
  private record Guard(
      String condition, Map<String, String> names, @Nullable Map<String, AttributeValue> values) {}
}
