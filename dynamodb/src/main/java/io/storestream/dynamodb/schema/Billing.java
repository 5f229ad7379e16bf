package io.storestream.dynamodb.schema;

/** How a new table is billed. An existing table keeps its billing. */
public sealed interface Billing {

  /** Per request; the default. */
  record OnDemand() implements Billing {}

  /**
   * By provisioned capacity, the same for the table and each of its indexes.
   *
   * @param readUnits at least one
   * @param writeUnits at least one
   */
  record Provisioned(long readUnits, long writeUnits) implements Billing {
    /** Checks that both are positive. */
    public Provisioned {
      if (readUnits < 1 || writeUnits < 1) {
        throw new IllegalArgumentException(
            "capacity units must be one or more: " + readUnits + ", " + writeUnits);
      }
    }
  }
}
