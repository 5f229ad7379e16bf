package io.storestream.maintenance.verify.state;

/** How a table may differ from the topic in one store; each difference is of exactly one kind. */
public enum DifferenceKind {
  /** The topic has the store, or its tombstone that has not expired yet; the table has no item. */
  MISSING("missing"),
  /** An item, other than a tombstone, of a store that the topic does not have. */
  EXTRA("extra"),
  /** The item's version is older than the topic's. */
  STALE("stale"),
  /**
   * The same version with other attributes, a version newer than the topic's, or no usable version.
   */
  DIFFERENT("different");

  private final String label;

  DifferenceKind(String label) {
    this.label = label;
  }

  /** Returns the name in reports; stable. */
  public String label() {
    return label;
  }
}
