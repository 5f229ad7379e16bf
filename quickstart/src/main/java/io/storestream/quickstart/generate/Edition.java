package io.storestream.quickstart.generate;

import io.storestream.quickstart.generate.geography.RowRandom;

/**
 * Which stores of a file changed or closed since its first edition. Exactly as many as asked for,
 * rounded, chosen as if by lot but the same at every run. Asking for more changes keeps those
 * chosen before. Immutable and thread-safe.
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
   * Returns what became of the store of {@code ordinal}, from 0 to one less than the number of
   * stores.
   */
  Fate fateOf(long ordinal) {
    if (ordinal == 0 || changed + closed == 0) {
      return Fate.UNTOUCHED;
    }
    // Changes take the first lots and closures the last, so that neither number shifts the other's
    // choice.
    long lot = lots.apply(ordinal - 1);
    return lot < changed
        ? Fate.CHANGED
        : lot >= lots.size() - closed ? Fate.CLOSED : Fate.UNTOUCHED;
  }

  private static long share(long stores, double percent) {
    return Math.round(stores * percent / 100);
  }

  /** What became of a store. */
  enum Fate {
    UNTOUCHED,
    CHANGED,
    CLOSED
  }
}
