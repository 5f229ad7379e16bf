package io.storestream.queryapi.query;

import io.storestream.model.LocationLookup;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The stores of a location, in the order of the index. */
final class LocationBatches implements StoreBatches {

  private final StoreReader reader;
  private final LocationLookup lookup;
  private StorePage.@Nullable Position after;

  /**
   * @param after {@code null} to start at the first store
   */
  LocationBatches(StoreReader reader, LocationLookup lookup, StorePage.@Nullable Position after) {
    this.reader = reader;
    this.lookup = lookup;
    this.after = after;
  }

  @Override
  public CompletableFuture<Batch> next() {
    return reader
        .batch(lookup, after)
        .thenApply(
            page -> {
              after = page.last();
              return new Batch(page.stores(), page.last() == null);
            });
  }

  @Override
  public int inMemory() {
    return 1;
  }
}
