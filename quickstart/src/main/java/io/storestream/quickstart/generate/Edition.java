package io.storestream.quickstart.generate;

import io.storestream.quickstart.generate.geography.RowRandom;

/**
 * Chooses which stores of a file changed or closed since its first edition. It chooses exactly the
 * given share, rounded, at random but the same in every run. A larger share of changes includes the
 * stores of a smaller one. Immutable and thread-safe.
 */
final class Edition {
  private final Permutation lots;
  private final long changed;
  private final long closed;

  Edition(GeneratorOptions options) {
    long others = options.stores() - 1; // The example store neither changes nor closes.
    lots = new Permutation(Math.max(1, others), RowRandom.mix(options.seed() + 1));
    changed = Math.min(others, share(options.stores(), options.changesPercent()));
    closed = Math.min(others - changed, share(options.stores(), options.closuresPercent()));
  }

  /**
   * Returns the fate of a store.
   *
   * @param ordinal from 0 to one less than the number of stores
   */
  Fate fateOf(long ordinal) {
    if (ordinal == 0 || changed + closed == 0) {
      return Fate.UNTOUCHED;
    }
    // Changes take the first lots and closures the last, so that neither share changes the stores
    // of the other.
    long lot = lots.apply(ordinal - 1);
    return lot < changed
        ? Fate.CHANGED
        : lot >= lots.size() - closed ? Fate.CLOSED : Fate.UNTOUCHED;
  }

  private static long share(long stores, double percent) {
    return Math.round(stores * percent / 100);
  }

  /** What has happened to a store since the first edition. */
  enum Fate {
    UNTOUCHED,
    CHANGED,
    CLOSED
  }
}
