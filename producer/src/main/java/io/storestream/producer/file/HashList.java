package io.storestream.producer.file;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * A list of 64-bit hashes that grows in chunks, so that growing never copies. A hash takes 8 bytes,
 * and 16 while the list is sorted. Not thread-safe.
 */
final class HashList {

  private static final int CHUNK = 8192;

  private final Deque<long[]> chunks = new ArrayDeque<>();
  private int usedOfLast = CHUNK;

  void add(long hash) {
    if (usedOfLast == CHUNK) {
      chunks.add(new long[CHUNK]);
      usedOfLast = 0;
    }
    chunks.getLast()[usedOfLast++] = hash;
  }

  long size() {
    return (long) chunks.size() * CHUNK - (CHUNK - usedOfLast);
  }

  /**
   * Empties the list.
   *
   * @return all hashes in ascending order
   * @throws ArithmeticException if there are more than 2³¹-1
   */
  long[] drainSorted() {
    long[] all = new long[Math.toIntExact(size())];
    int filled = 0;
    while (!chunks.isEmpty()) {
      long[] chunk = chunks.remove();
      int used = chunks.isEmpty() ? usedOfLast : CHUNK;
      System.arraycopy(chunk, 0, all, filled, used);
      filled += used;
    }
    usedOfLast = CHUNK;
    Arrays.sort(all);
    return all;
  }
}
