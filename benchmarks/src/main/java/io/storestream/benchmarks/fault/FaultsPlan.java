package io.storestream.benchmarks.fault;

/**
 * The amount of a comparison under faults.
 *
 * @param stores number of different stores, one or more
 * @param events number of events in a round, more than {@code kills}
 * @param kills how often a contestant is killed in a round, zero or more
 * @param rounds one or more; each has another seed
 * @param seed seed of the first round's changes and faults
 */
record FaultsPlan(int stores, int events, int kills, int rounds, long seed) {

  /** Checks the numbers. */
  FaultsPlan {
    requireAtLeast("--stores", stores, 1);
    requireAtLeast("--kills", kills, 0);
    requireAtLeast("--events", events, kills + 1);
    requireAtLeast("--rounds", rounds, 1);
  }

  private static void requireAtLeast(String option, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException("%s must be at least %d".formatted(option, least));
    }
  }

  /** Returns how many events precede a kill; all for the one after the last. */
  int eventsBefore(int kill) {
    return Math.toIntExact((long) events * kill / (kills + 1));
  }

  long seedOf(int round) {
    return seed + round - 1;
  }
}
