package io.storestream.ingester.memory;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Byte arrays by key, as many as fit into a share of the heap. What does not fit any more is not
 * kept, and nothing else is evicted for it: a list is read again and again from its beginning to
 * its end, so a cache that evicts what was used least recently would hold none of a list that is
 * longer than it, and this one holds its part. Not thread-safe.
 */
final class HeapCache {

  /**
   * About what an entry takes beside its characters and bytes, with compressed pointers: a node and
   * its place in the table, a string, and two array headers, each rounded up.
   */
  static final int ENTRY_BYTES = 120;

  private final long maxBytes;
  private final Map<String, byte[]> values = new HashMap<>();
  private long bytes;

  /**
   * @param maxBytes that the entries may take, about; zero or less for no entry
   */
  HeapCache(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Returns the value of a key, or {@code null} if it is not kept. The next {@link #put} of the key
   * may overwrite the array.
   */
  byte @Nullable [] get(String key) {
    return values.get(key);
  }

  /**
   * Keeps the value of a key, if there is room. Otherwise the key has no value any more.
   *
   * @param value is the caller's no more
   * @return whether it is kept
   */
  boolean put(String key, byte[] value) {
    byte[] known = values.get(key);
    if (known != null && known.length == value.length) {
      // Spares the collector a new array, and an old node that points to it.
      System.arraycopy(value, 0, known, 0, value.length);
      return true;
    }
    long others = bytes - (known == null ? 0 : sizeOf(key, known));
    if (others + sizeOf(key, value) > maxBytes) {
      values.remove(key);
      bytes = others;
      return false;
    }
    values.put(key, value);
    bytes = others + sizeOf(key, value);
    return true;
  }

  private static long sizeOf(String key, byte[] value) {
    return ENTRY_BYTES + (long) key.length() + value.length;
  }
}
