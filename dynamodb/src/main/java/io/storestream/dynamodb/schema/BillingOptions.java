package io.storestream.dynamodb.schema;

import picocli.CommandLine.Option;

/** The command-line options that say how a table is paid for; a picocli mixin. */
public final class BillingOptions {

  @Option(
      names = "--read-units",
      paramLabel = "N",
      description =
          "Provisioned read capacity of a table that is created; needs --write-units. 0 bills"
              + " on demand.")
  private long readUnits;

  @Option(
      names = "--write-units",
      paramLabel = "N",
      description =
          "Provisioned write capacity of a table that is created; needs --read-units. 0 bills"
              + " on demand.")
  private long writeUnits;

  /**
   * Returns how a table that is created is to be paid for.
   *
   * @throws IllegalArgumentException if only one of the two is given, or one is negative
   */
  public Billing billing() {
    return readUnits == 0 && writeUnits == 0
        ? new Billing.OnDemand()
        : new Billing.Provisioned(readUnits, writeUnits);
  }
}
