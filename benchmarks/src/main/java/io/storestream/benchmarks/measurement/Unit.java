package io.storestream.benchmarks.measurement;

/** The unit of a figure. More is better for rates, less for all others. */
public enum Unit {
  /** Items, records or requests in a second. */
  PER_SECOND("/s"),
  /** Seconds. */
  SECONDS("s"),
  /** Milliseconds. */
  MILLISECONDS("ms"),
  /** Microseconds. */
  MICROSECONDS("us"),
  /** Megabytes of 2^20 bytes. */
  MEGABYTES("MB"),
  /** A number of items, such as lost ones. */
  COUNT("");

  private final String symbol;

  Unit(String symbol) {
    this.symbol = symbol;
  }

  /** Returns what goes after a figure; empty for a plain number. */
  public String symbol() {
    return symbol;
  }
}
