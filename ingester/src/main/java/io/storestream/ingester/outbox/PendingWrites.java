package io.storestream.ingester.outbox;

import io.storestream.model.Version;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The writes of one task that the table has not acknowledged, in its state. */
public interface PendingWrites {

  /**
   * Removes the pending write of an item if it has this version. A newer one stays, as the writer
   * acknowledges it later.
   *
   * @return the write that was pending; {@code null} if there was none
   */
  @Nullable OutboxEntry acknowledge(String key, Version version);

  /** Calls the action for each pending write. */
  void forEach(BiConsumer<String, OutboxEntry> action);

  /** Returns the pending writes in a state store that holds nothing else. */
  static PendingWrites of(KeyValueStore<String, OutboxEntry> store) {
    return new PendingWrites() {
      @Override
      public @Nullable OutboxEntry acknowledge(String key, Version version) {
        OutboxEntry entry = store.get(key);
        if (entry != null && entry.version().equals(version)) {
          store.delete(key);
        }
        return entry;
      }

      @Override
      public void forEach(BiConsumer<String, OutboxEntry> action) {
        try (KeyValueIterator<String, OutboxEntry> entries = store.all()) {
          entries.forEachRemaining(entry -> action.accept(entry.key, entry.value));
        }
      }
    };
  }
}
