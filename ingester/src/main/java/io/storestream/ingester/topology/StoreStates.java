package io.storestream.ingester.topology;

import static java.util.Objects.requireNonNull;

import io.storestream.ingester.memory.HeapCache;
import io.storestream.kafka.record.StoreVersion;
import io.storestream.model.Fingerprint;
import io.storestream.model.Version;
import io.storestream.model.event.Origin;
import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The states of one task's stores. What an event is resolved against is in the heap, too, as far as
 * there is room: reading and writing RocksDB takes longer than the rest of an event's way. Owned by
 * the task's stream thread.
 */
final class StoreStates {

  private static final StoreState FUTURE_EVENT =
      new StoreState(
          StoreVersion.uncounted(Version.ZERO, Fingerprint.UNKNOWN, StoreVersion.NOWHERE),
          null,
          null);

  private final KeyValueStore<String, StoreState> store;
  private final HeapCache cache;
  private boolean isAllCached; // then the store is not read for one that it does not have

  /**
   * @param store is restored, and from {@link #load} on written by this object alone
   * @param cacheBytes of the heap, about, for states without their last writes; 0 to read the store
   *     for each
   */
  StoreStates(KeyValueStore<String, StoreState> store, long cacheBytes) {
    this.store = store;
    this.cache = new HeapCache(cacheBytes);
    this.isAllCached = cacheBytes > 0;
  }

  /** Reads all states, those of future events included. Called before any other method. */
  void load(BiConsumer<String, StoreState> action) {
    try (KeyValueIterator<String, StoreState> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, StoreState> state = all.next();
        action.accept(state.key, state.value);
        if (state.key.charAt(0) != StoreVersion.OTHER_KEY) {
          keep(state.key, state.value);
        }
      }
    }
  }

  /** Returns the state of a store without its last write; {@code null} if there is none. */
  @Nullable StoreState get(String storeNumber) {
    byte[] cached = cache.get(storeNumber);
    if (cached != null) {
      return StoreState.readFrom(ByteBuffer.wrap(cached));
    }
    StoreState state = isAllCached ? null : store.get(storeNumber);
    return state == null ? null : state.withoutWrite();
  }

  void put(String storeNumber, StoreState state) {
    store.put(storeNumber, state);
    keep(storeNumber, state);
  }

  /** Replaces what is known of a store that has a state; its last write stays. */
  void update(String storeNumber, StoreVersion version, @Nullable Origin origin) {
    StoreState state = requireNonNull(store.get(storeNumber));
    put(storeNumber, new StoreState(version, origin, state.lastWrite()));
  }

  private void keep(String storeNumber, StoreState state) {
    isAllCached &= cache.put(storeNumber, state.withoutWrite().toBytes());
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
}
