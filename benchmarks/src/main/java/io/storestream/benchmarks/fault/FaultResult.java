package io.storestream.benchmarks.fault;

/**
 * What a contestant made of the changes.
 *
 * @param accepted changes that need a write, by the model
 * @param written writes that DynamoDB executed
 * @param repeated those of them that wrote a state again
 * @param ends how often the contestant ended without being killed
 * @param endedByUnusableEvent whether an unusable event has ended it
 */
record FaultResult(
    String contestant,
    Comparison stores,
    long accepted,
    long written,
    long repeated,
    int ends,
    boolean endedByUnusableEvent) {

  double writesPerChange() {
    return (double) written / accepted;
  }

  /** Returns the sums of two rounds of one contestant. */
  FaultResult plus(FaultResult other) {
    return new FaultResult(
        contestant,
        stores.plus(other.stores),
        accepted + other.accepted,
        written + other.written,
        repeated + other.repeated,
        ends + other.ends,
        endedByUnusableEvent || other.endedByUnusableEvent);
  }
}
