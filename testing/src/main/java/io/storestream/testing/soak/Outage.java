package io.storestream.testing.soak;

/**
 * What ingesters did while they had no table.
 *
 * @param mostPending stores that waited for it at once
 * @param caughtUp whether all events were processed before it was back
 * @param ready whether an ingester said even at its end that it does its work
 * @param rebalancesBefore of the consumer group, added up over its members, since they were started
 * @param rebalancesAfter the same when the table was back
 */
record Outage(
    double mostPending,
    boolean caughtUp,
    boolean ready,
    double rebalancesBefore,
    double rebalancesAfter) {

  /**
   * Returns whether processing went on, the group stayed as it was, health told of it, and nothing
   * was kept twice.
   *
   * @param stores how many there are
   */
  boolean isBorne(int stores) {
    return caughtUp
        && !ready
        && rebalancesBefore > 0
        && rebalancesAfter == rebalancesBefore
        && mostPending > 0
        && mostPending <= stores;
  }
}
