package io.storestream.ingester.outbox;

import java.util.function.BiConsumer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The writes of one task that the table has not acknowledged, in its state. */
public interface PendingWrites {

  /** Returns the pending write of an item; {@code null} if there is none. */
  @Nullable OutboxEntry get(String key);

  /** Removes the pending write of an item. */
  void remove(String key);

  /** Calls the action for each pending write. */
  void forEach(BiConsumer<String, OutboxEntry> action);

  /** Returns the pending writes in a state store that holds nothing else. */
  static PendingWrites of(KeyValueStore<String, OutboxEntry> store) {
    return new PendingWrites() {
      @Override
      public @Nullable OutboxEntry get(String key) {
        return store.get(key);
      }

      @Override
      public void remove(String key) {
        store.delete(key);
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
