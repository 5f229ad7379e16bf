package io.storestream.dynamodb.writer;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One kind of request that takes items into a table. Thread-safe. */
interface WriteOperation {

  /** Returns how many items one request takes at the most. */
  int maxItems();

  /**
   * Sends one request.
   *
   * @param writes one to {@link #maxItems()}, no key twice
   * @return one outcome for each write, in their order; never completes exceptionally
   */
  CompletableFuture<List<WriteOutcome>> write(List<ItemWrite> writes);
}
