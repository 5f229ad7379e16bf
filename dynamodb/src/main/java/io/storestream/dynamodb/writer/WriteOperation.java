package io.storestream.dynamodb.writer;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A kind of request that writes items to a table. Thread-safe. */
interface WriteOperation {

  /** Returns the maximum of items per request. */
  int maxItems();

  /**
   * Sends one request.
   *
   * @param writes one to {@link #maxItems()}, no key twice
   * @return one result for each write, in their order; never completes exceptionally
   */
  CompletableFuture<List<WriteResult>> write(List<ItemWrite> writes);
}
