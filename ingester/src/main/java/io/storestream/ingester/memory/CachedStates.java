package io.storestream.ingester.memory;

import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A state store whose values are in the heap, too, as far as there is room: finding one in RocksDB
 * can take longer than the rest of a record's way. Owned by the stream thread of the store's task.
 *
 * @param <V> values
 */
public final class CachedStates<V> {

  private final KeyValueStore<String, V> store;
  private final HeapCache cache;
  private final Function<V, byte[]> encode;
  private final Function<byte[], V> decode;
  private final boolean isCaching;
  private boolean isAllCached; // then the store is not read for a key that it does not have

  /**
   * @param store is restored, and from {@link #load} on written by this object alone
   * @param cacheBytes of the heap, about; 0 to read the store for each value
   * @param encode returns a new array of what {@link #get} is to return
   * @param decode does not keep the array
   */
  public CachedStates(
      KeyValueStore<String, V> store,
      long cacheBytes,
      Function<V, byte[]> encode,
      Function<byte[], V> decode) {
    this.store = store;
    this.cache = new HeapCache(cacheBytes);
    this.isCaching = cacheBytes > 0;
    this.encode = encode;
    this.decode = decode;
  }

  /** Reads all values. Until then nothing is cached. */
  public void load(BiConsumer<String, V> action) {
    isAllCached = isCaching;
    try (KeyValueIterator<String, V> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, V> entry = all.next();
        action.accept(entry.key, entry.value);
        keep(entry.key, entry.value);
      }
    }
  }

  /** Returns a value as it was put, or as it was encoded; {@code null} if there is none. */
  public @Nullable V get(String key) {
    byte[] cached = cache.get(key);
    if (cached != null) {
      return decode.apply(cached);
    }
    return isAllCached ? null : store.get(key);
  }

  /** Returns a value as it was put; {@code null} if there is none. */
  public @Nullable V getStored(String key) {
    return store.get(key);
  }

  public void put(String key, V value) {
    store.put(key, value);
    keep(key, value);
  }

  private void keep(String key, V value) {
    if (isCaching) {
      isAllCached &= cache.put(key, encode.apply(value));
    }
  }
}
