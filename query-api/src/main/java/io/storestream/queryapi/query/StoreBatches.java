package io.storestream.queryapi.query;

import io.storestream.model.VersionedStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Stores in batches, each read when it is asked for. Used by one thread at a time. */
public interface StoreBatches {

  /**
   * Some of the stores.
   *
   * @param stores may be empty, even if other batches follow
   */
  record Batch(List<VersionedStore> stores, boolean isLast) {

    public Batch {
      stores = List.copyOf(stores);
    }
  }

  /**
   * Returns the next batch. Not called before the previous batch has come, nor after the last one.
   */
  CompletableFuture<Batch> next();

  /** Returns how many batches of up to 1 MB may be in memory at a time. */
  int inMemory();
}
