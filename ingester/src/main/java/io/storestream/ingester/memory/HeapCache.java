package io.storestream.ingester.memory;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Byte arrays by key, as many as fit into a share of the heap. What does not fit any more is not
 * kept, and nothing is evicted for it: a list is read again and again from its beginning to its
 * end, so a cache that evicts what was used least recently would hold none of a list that is too
 * long, and this one holds its part. Not thread-safe.
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
   * Keeps the value of a key, if the key has one or there is room.
   *
   * @param value is the caller's no more
   * @return whether it is kept
   */
  boolean put(String key, byte[] value) {
    byte[] known = values.get(key);
    if (known == null) {
      long entry = ENTRY_BYTES + (long) key.length() + value.length;
      if (bytes + entry > maxBytes) {
        return false;
      }
      bytes += entry;
      values.put(key, value);
    } else if (known.length == value.length) {
      // The collector has to copy no new array, and to search no old node for its address.
      System.arraycopy(value, 0, known, 0, value.length);
    } else {
      bytes += value.length - known.length;
      values.put(key, value);
    }
    return true;
  }
}
