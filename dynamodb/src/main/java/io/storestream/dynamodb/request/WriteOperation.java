package io.storestream.dynamodb.request;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A kind of request that writes items to a table. Thread-safe. */
public interface WriteOperation {

  /** Returns the maximum of items per request. */
  int maxItems();

  /**
   * Sends one request. The future completes exceptionally if DynamoDB refuses the whole request.
   *
   * @param attempts one to {@link #maxItems()}, no key twice
   */
  CompletableFuture<Answer> write(List<Attempt> attempts);

  /**
   * An attempt to write an item.
   *
   * @param isInsert whether the table is expected to have no item of this key
   */
  record Attempt(ItemWrite write, boolean isInsert) {}

  /**
   * The answer to a request.
   *
   * @param results one of each attempt, in their order
   * @param writeUnits write capacity units that the request consumed; 0 if DynamoDB does not say
   */
  record Answer(List<WriteResult> results, double writeUnits) {}
}
