package io.storestream.quickstart.generate;

import io.storestream.quickstart.generate.geography.RowRandom;

/**
 * A seeded shuffle of the numbers from 0 to size - 1. It is computed and not stored: a four-round
 * Feistel network on the next even number of bits, repeated until the result is in range (cycle
 * walking).
 *
 * <p>Two inputs never have the same output. Store numbers are therefore unique, and exact shares of
 * rows can be chosen, without storing any row. Immutable and thread-safe.
 *
 * @param size number of values, 1 to 2^62
 * @param seed selects the shuffle
 */
record Permutation(long size, long seed) {
  private static final int ROUNDS = 4;

  Permutation {
    if (size < 1 || size > 1L << 62) {
      throw new IllegalArgumentException("size must be from 1 to 2^62, but is " + size);
    }
  }

  /**
   * Returns the position of {@code value} in the shuffle.
   *
   * @throws IndexOutOfBoundsException if {@code value} is not from 0 to size - 1
   */
  long apply(long value) {
    if (value < 0 || value >= size) {
      throw new IndexOutOfBoundsException(
          "value must be from 0 to " + (size - 1) + ", but is " + value);
    }
    int half = (Long.SIZE - Long.numberOfLeadingZeros(size - 1) + 1) / 2;
    long shuffled = value;
    do {
      shuffled = encrypt(shuffled, half);
    } while (shuffled >= size);
    return shuffled;
  }

  private long encrypt(long value, int half) {
    long mask = (1L << half) - 1;
    long left = value >>> half;
    long right = value & mask;
    for (int round = 1; round <= ROUNDS; round++) {
      long next = left ^ (RowRandom.mix(seed + right + round * RowRandom.GOLDEN_GAMMA) & mask);
      left = right;
      right = next;
    }
    return left << half | right;
  }
}
