package io.storestream.quickstart.generate;

import java.util.function.LongUnaryOperator;

/**
 * Store numbers such as {@code 48135-161124}: they look random, and no two stores share one or have
 * {@link #EXAMPLE}. Immutable and thread-safe.
 */
final class StoreNumbers {
  /** The number of the example store, which documents, queries and tests name. */
  static final String EXAMPLE = "2651-53179";

  /** How many different numbers there are. */
  static final long COUNT = 1L << 34;

  private static final long LOWEST = 1_000;
  private static final long SECONDS = 190_000;
  private static final long EXAMPLE_NUMBER = (2651 - LOWEST) * SECONDS + (53179 - LOWEST);

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
    if (number == EXAMPLE_NUMBER) {
      number = permutation.applyAsLong(0); // Free, because ordinal 0 is the example store.
    }
    return (LOWEST + number / SECONDS) + "-" + (LOWEST + number % SECONDS);
  }
}
