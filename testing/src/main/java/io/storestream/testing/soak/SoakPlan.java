package io.storestream.testing.soak;

import io.storestream.dynamodb.writer.WriteMode;

/**
 * What a soak is made of.
 *
 * @param seed of the changes, the faults and the moments of the kills; the same seed publishes the
 *     same changes, but processes never meet twice in the same way
 * @param stores how many different ones change
 * @param changesPerSecond that are published
 * @param ingesters processes that share the work
 */
record SoakPlan(long seed, int stores, int changesPerSecond, int ingesters, WriteMode writes) {

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
