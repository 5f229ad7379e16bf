package io.storestream.ingester.writer;

/** How items get into the table. */
public enum WriteMode {
  /** One conditional put an item: safe whoever else writes the table. */
  CONDITIONAL,

  /** Batches of 25 without a condition: for a table that nobody else writes. */
  BATCH
}
