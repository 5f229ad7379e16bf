package io.storestream.ingester.memory;

import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A state store whose values are in the heap, too, as far as there is room: finding one in RocksDB
 * takes longer than anything else on the way of an update. Owned by the stream thread of the
 * store's task.
 *
 * @param <V> values
 */
public final class CachedStates<V> {

  private static final int HEAP_SHARE = 16;

  private final KeyValueStore<String, V> store;
  private final Predicate<String> isCached;
  private final Function<V, byte[]> encode;
  private final Function<byte[], V> decode;
  private final HeapCache cache;
  private final boolean isCaching;
  private boolean isAllCached; // then the store is not read for a key that it does not have

  /**
   * @param store is restored, and from {@link #load} on written by this object alone
   * @param isCached which keys {@link #get} is asked for
   * @param cacheBytes of the heap, about; 0 to read the store for each value
   * @param encode returns a new array of what {@link #get} is to return
   * @param decode does not keep the array
   */
  public CachedStates(
      KeyValueStore<String, V> store,
      Predicate<String> isCached,
      long cacheBytes,
      Function<V, byte[]> encode,
      Function<byte[], V> decode) {
    this.store = store;
    this.isCached = isCached;
    this.encode = encode;
    this.decode = decode;
    this.cache = new HeapCache(cacheBytes);
    this.isCaching = cacheBytes > 0;
  }

  /**
   * Returns how many bytes a task may cache: one part in {@value #HEAP_SHARE} of the heap, divided
   * by the partitions, all of which this instance may get.
   */
  public static long bytesPerTask(int partitions) {
    return Runtime.getRuntime().maxMemory() / HEAP_SHARE / partitions;
  }

  /** Reads all values, and caches them. Until then each value is read from the store. */
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

  /**
   * Returns a value, perhaps without what its encoding leaves out; {@code null} if there is none.
   */
  public @Nullable V get(String key) {
    byte[] cached = cache.get(key);
    if (cached != null) {
      return decode.apply(cached);
    }
    return isAllCached ? null : store.get(key);
  }

  /** Returns the value of any key as it was put; {@code null} if there is none. */
  public @Nullable V getStored(String key) {
    return store.get(key);
  }

  public void put(String key, V value) {
    store.put(key, value);
    keep(key, value);
  }

  /** Caches a value, unless it is of a new key and others did not fit. */
  private void keep(String key, V value) {
    if (isCached.test(key) && (isAllCached || cache.get(key) != null)) {
      isAllCached &= cache.put(key, encode.apply(value));
    }
  }
}
