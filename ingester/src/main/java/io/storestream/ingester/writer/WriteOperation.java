package io.storestream.ingester.writer;

import io.storestream.model.AcceptedState;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One kind of request that takes states of stores into the table. Thread-safe. */
interface WriteOperation {

  /** Returns how many items one request takes at the most. */
  int maxItems();

  /**
   * Sends one request.
   *
   * @param states one to {@link #maxItems()}, no store twice
   * @return one outcome for each state, in their order; never completes exceptionally
   */
  CompletableFuture<List<WriteOutcome>> write(List<AcceptedState> states);
}
