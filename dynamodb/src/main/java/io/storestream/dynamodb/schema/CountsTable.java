package io.storestream.dynamodb.schema;

/**
 * The names in the table of counts: how many stores each country, state and city has.
 *
 * <p>One item a place, so that one query answers with all children of another: partition key {@link
 * io.storestream.model.Location#partitionKey()}, sort key {@link
 * io.storestream.model.Location#sortKey()}. A place that has had stores and has none any more stays
 * with a count of 0.
 */
public final class CountsTable {

  /** Partition key: the path of the place above, {@code US#NE}, and {@code *} above countries. */
  public static final String PARENT = "Parent";

  /** Sort key: the name of the place, {@code OMAHA}, and {@code #} for stores without one. */
  public static final String NAME = "Name";

  /** Number: how many stores. */
  public static final String COUNT = "Count";

  /** Number: {@link io.storestream.model.Version#value()}; a lower one never replaces a higher. */
  public static final String VERSION = StoresTable.VERSION;

  private static final String SUFFIX = "Counts";

  private CountsTable() {}

  /** Returns the name of the table of counts that belongs to a table of stores. */
  public static String nameFor(String storesTable) {
    return storesTable + SUFFIX;
  }
}
