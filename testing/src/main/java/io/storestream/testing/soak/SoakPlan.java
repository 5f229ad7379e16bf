package io.storestream.testing.soak;

/**
 * The parameters of a soak.
 *
 * @param seed seed of the changes, the faults and the times of the kills. The same seed publishes
 *     the same changes, but the timing of processes differs in every run
 * @param stores number of different stores
 * @param changesPerSecond rate of published changes
 * @param ingesters number of processes that share the work
 * @param standbys number of other processes that keep a copy of each local state
 */
record SoakPlan(long seed, int stores, int changesPerSecond, int ingesters, int standbys) {

  /** No other process keeps a copy. */
  SoakPlan(long seed, int stores, int changesPerSecond, int ingesters) {
    this(seed, stores, changesPerSecond, ingesters, 0);
  }

  SoakPlan {
    requirePositive("stores", stores);
    requirePositive("rate", changesPerSecond);
    requirePositive("ingesters", ingesters);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be one or more: " + value);
    }
  }
}
