package io.storestream.dynamodb.schema;

import picocli.CommandLine.Option;

/** The command-line options for the billing of new tables; a picocli mixin. */
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
   * Returns the billing of new tables.
   *
   * @throws IllegalArgumentException if only one of the two options is given, or one is not
   *     positive
   */
  public Billing billing() {
    return readUnits == 0 && writeUnits == 0
        ? new Billing.OnDemand()
        : new Billing.Provisioned(readUnits, writeUnits);
  }
}
