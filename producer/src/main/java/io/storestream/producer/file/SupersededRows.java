package io.storestream.producer.file;

import java.util.Arrays;
import java.util.function.Function;

/**
 * Recognizes, in the second pass through a file, the rows that a later row of the same store
 * supersedes. Not thread-safe.
 *
 * <p>The first pass collects a hash of each row. This class keeps only the hashes that occur more
 * than once, each with the number of its rows that are still to come. A row is superseded while
 * there are some.
 */
final class SupersededRows {

  private final Function<String, StoreNumberHasher.Hash> hasher;
  private final long[] hashes;
  private final int[] remaining;
  private final long[] checks;
  private final boolean[] seen;
  private long outstanding;

  /**
   * @param hasher the function that made the hashes
   * @param collected the hashes of all rows; emptied
   */
  SupersededRows(Function<String, StoreNumberHasher.Hash> hasher, HashList collected) {
    this.hasher = hasher;
    long[] sorted = collected.drainSorted();
    int count = 0;
    for (int from = 0, to; from < sorted.length; from = to) {
      to = endOfRun(sorted, from);
      count += to - from > 1 ? 1 : 0;
    }
    hashes = new long[count];
    remaining = new int[count];
    checks = new long[count];
    seen = new boolean[count];
    int index = 0;
    for (int from = 0, to; from < sorted.length; from = to) {
      to = endOfRun(sorted, from);
      if (to - from > 1) {
        hashes[index] = sorted[from];
        remaining[index++] = to - from;
        outstanding += to - from;
      }
    }
  }

  private static int endOfRun(long[] sorted, int from) {
    int to = from + 1;
    while (to < sorted.length && sorted[to] == sorted[from]) {
      to++;
    }
    return to;
  }

  /**
   * Returns whether a row of the same store follows. Call it once for each row, in the order of the
   * file.
   *
   * @throws HashCollisionException if different store numbers share a hash, so that the last row of
   *     each is unknown
   */
  boolean isSuperseded(String storeNumber) throws HashCollisionException {
    if (hashes.length == 0) {
      return false;
    }
    StoreNumberHasher.Hash storeHash = hasher.apply(storeNumber);
    int index = Arrays.binarySearch(hashes, storeHash.hash());
    if (index < 0) {
      return false;
    }
    if (!seen[index]) {
      seen[index] = true;
      checks[index] = storeHash.check();
    } else if (checks[index] != storeHash.check()) {
      throw new HashCollisionException();
    }
    outstanding--;
    return --remaining[index] > 0;
  }

  /** Returns whether every collected row that is kept here has been asked about. */
  boolean isComplete() {
    return outstanding == 0;
  }

  /** Two store numbers share a hash; about one in two million runs of ten million rows. */
  static final class HashCollisionException extends Exception {
    private static final long serialVersionUID = 1L;
  }
}
