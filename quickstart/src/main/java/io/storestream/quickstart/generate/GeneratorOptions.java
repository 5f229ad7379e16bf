package io.storestream.quickstart.generate;

/**
 * Options of {@link StoreGenerator}.
 *
 * @param stores number of stores of the first edition, 1 to {@value #MAX_STORES}
 * @param seed the same seed gives the same bytes
 * @param changesPercent percentage of stores that differ from the first edition, 0 to 100; 0 gives
 *     the first edition
 * @param closuresPercent percentage of stores of the first edition that are left out, 0 to 100; no
 *     store is both changed and left out, so both percentages together are at most 100
 */
public record GeneratorOptions(
    long stores, long seed, double changesPercent, double closuresPercent) {
  /** The most stores a file can have. */
  public static final long MAX_STORES = 10_000_000_000L;

  /**
   * @throws IllegalArgumentException if a value is out of its range; the message names it and the
   *     range
   */
  public GeneratorOptions {
    if (stores < 1 || stores > MAX_STORES) {
      throw new IllegalArgumentException(
          "stores is "
              + stores
              + ", but must be from 1 to "
              + MAX_STORES
              + ": ask for another number of stores");
    }
    requirePercent("changes", changesPercent);
    requirePercent("closures", closuresPercent);
    if (changesPercent + closuresPercent > 100) {
      throw new IllegalArgumentException(
          "changes and closures are %s and %s percent, but a store either changes or closes: lower one, so that both together are at most 100"
              .formatted(changesPercent, closuresPercent));
    }
  }

  private static void requirePercent(String name, double percent) {
    if (!(percent >= 0 && percent <= 100)) { // Also refuses NaN.
      throw new IllegalArgumentException(
          name
              + " is "
              + percent
              + ", but is a percentage: give a number from 0 to 100, such as 2.5");
    }
  }
}
