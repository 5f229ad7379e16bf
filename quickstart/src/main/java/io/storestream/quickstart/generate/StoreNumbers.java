package io.storestream.quickstart.generate;

import java.util.function.LongUnaryOperator;

/**
 * Store numbers such as {@code 48135-161124}: they look random, yet two stores never share one, nor
 * the one of {@link ExampleStore}. Immutable and thread-safe.
 */
final class StoreNumbers {
  /** How many different numbers there are. */
  static final long COUNT = 1L << 34;

  private static final long LOWEST = 1_000;
  private static final long SECONDS = 190_000;
  private static final long EXAMPLE = (2651 - LOWEST) * SECONDS + (53179 - LOWEST);

  private final LongUnaryOperator permutation;

  StoreNumbers(long seed) {
    this(new Permutation(COUNT, seed)::apply);
  }

  /**
   * @param permutation maps the numbers from 0 to {@link #COUNT} - 1 to themselves, no two to one
   */
  StoreNumbers(LongUnaryOperator permutation) {
    this.permutation = permutation;
  }

  /**
   * Returns the number of a store.
   *
   * @param ordinal from 1 to {@link #COUNT} - 1; ordinal 0 is the example store
   */
  String of(long ordinal) {
    long number = permutation.applyAsLong(ordinal);
    if (number == EXAMPLE) {
      number = permutation.applyAsLong(0); // Free, since the store of ordinal 0 has the example's.
    }
    return (LOWEST + number / SECONDS) + "-" + (LOWEST + number % SECONDS);
  }
}
