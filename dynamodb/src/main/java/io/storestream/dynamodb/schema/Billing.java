package io.storestream.dynamodb.schema;

/** How a table that is created is paid for. A table that exists keeps what it has. */
public sealed interface Billing {

  /** By the request; the default. */
  record OnDemand() implements Billing {}

  /**
   * By provisioned capacity, the same for the table and its index.
   *
   * @param readUnits one or more
   * @param writeUnits one or more
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
