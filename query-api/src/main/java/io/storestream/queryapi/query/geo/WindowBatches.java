package io.storestream.queryapi.query.geo;

import io.storestream.model.geo.GeoBox;
import io.storestream.queryapi.query.StoreBatches;
import io.storestream.queryapi.query.StorePage;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The stores of a window, in the order of their geohashes. */
final class WindowBatches implements StoreBatches {

  private static final int BATCH_ITEMS = 1_000;

  private final GeoReader reader;
  private final GeoBox window;
  private StorePage.@Nullable Position after;

  /**
   * @param after {@code null} to start at the first store
   */
  WindowBatches(GeoReader reader, GeoBox window, StorePage.@Nullable Position after) {
    this.reader = reader;
    this.window = window;
    this.after = after;
  }

  @Override
  public CompletableFuture<Batch> next() {
    // Streams are limited in number, and reserve no memory.
    return reader
        .page(window, after, BATCH_ITEMS, kilobytes -> {})
        .thenApply(
            page -> {
              after = page.value().last();
              return new Batch(page.value().stores(), after == null);
            });
  }

  @Override
  public int inMemory() {
    return WindowPage.AT_ONCE;
  }
}
