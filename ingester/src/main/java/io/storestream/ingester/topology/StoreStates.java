package io.storestream.ingester.topology;

import io.storestream.ingester.outbox.OutboxEntry;
import io.storestream.ingester.outbox.PendingWrites;
import io.storestream.kafka.record.StoreVersion;
import io.storestream.model.Fingerprint;
import io.storestream.model.Version;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The states of one task's stores. Those with a pending write are also in the heap, because each is
 * needed once more, when the table acknowledges the write. Owned by the task's stream thread.
 */
final class StoreStates implements PendingWrites {

  private static final StoreState FUTURE_EVENT =
      new StoreState(
          new StoreVersion(Version.ZERO, Fingerprint.UNKNOWN, StoreVersion.NOWHERE, 0), null);

  private final KeyValueStore<String, StoreState> store;
  private final Map<String, StoreState> pending = new HashMap<>();

  /** Reads all states once, to find the pending writes. */
  StoreStates(KeyValueStore<String, StoreState> store) {
    this.store = store;
    try (KeyValueIterator<String, StoreState> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, StoreState> entry = all.next();
        if (entry.value.pending() != null) {
          pending.put(entry.key, entry.value);
        }
      }
    }
  }

  /** Returns the state of a key; {@code null} if there is none. */
  @Nullable StoreState get(String key) {
    StoreState state = pending.get(key);
    return state == null ? store.get(key) : state;
  }

  void put(String key, StoreState state) {
    store.put(key, state);
    if (state.pending() == null) {
      pending.remove(key);
    } else {
      pending.put(key, state);
    }
  }

  /**
   * Remembers an event that became a dead letter because it was from the future when it was read.
   * When Kafka delivers it again later, its time has come; without this it would be applied. On
   * disk beside the stores, because a wrong upstream clock can produce many.
   */
  void addFutureEvent(SourceOffset offset) {
    store.put(key(offset), FUTURE_EVENT);
  }

  boolean hasFutureEvent(SourceOffset offset) {
    return store.get(key(offset)) != null;
  }

  private static String key(SourceOffset offset) {
    return StoreVersion.OTHER_KEY + offset.source() + '@' + offset.offset();
  }

  @Override
  public @Nullable OutboxEntry acknowledge(String key, Version version) {
    StoreState state = pending.get(key);
    if (state == null || state.pending() == null) {
      return null;
    }
    if (state.pending().version().equals(version)) {
      put(key, new StoreState(state.version(), null));
    }
    return state.pending();
  }

  @Override
  public void forEach(BiConsumer<String, OutboxEntry> action) {
    pending.forEach(
        (key, state) -> {
          if (state.pending() != null) {
            action.accept(key, state.pending());
          }
        });
  }
}
