package io.storestream.testing.soak;

/**
 * The behavior of the ingesters while their table was away.
 *
 * @param mostPending the highest number of pending stores
 * @param caughtUp whether all events were processed before the table was back
 * @param ready whether an ingester still reported ready at the end of the outage
 * @param rebalancesBefore rebalances of the consumer group since the start, summed over its members
 * @param rebalancesAfter the same when the table was back
 */
record Outage(
    double mostPending,
    boolean caughtUp,
    boolean ready,
    double rebalancesBefore,
    double rebalancesAfter) {

  /**
   * Returns whether processing continued, the group did not rebalance, health reported the outage,
   * and no store was pending twice.
   *
   * @param stores the number of stores
   */
  boolean isTolerated(int stores) {
    return caughtUp
        && !ready
        && rebalancesBefore > 0
        && rebalancesAfter == rebalancesBefore
        && mostPending > 0
        && mostPending <= stores;
  }
}
