package io.storestream.dynamodb.schema;

import java.util.List;

/**
 * The names in the table of counts: the number of stores of each country, state and city.
 *
 * <p>The table has one item for each location, so one query returns all children of a location. The
 * partition key is {@link io.storestream.model.Location#partitionKey()}, the sort key {@link
 * io.storestream.model.Location#sortKey()}. A location whose last store is gone stays with a count
 * of 0.
 */
public final class CountsTable {

  /** Partition key: the path of the parent location, {@code US#NE}; {@code *} for countries. */
  public static final String PARENT = "Parent";

  /** Sort key: the name of the location, {@code OMAHA}; {@code #} for stores without one. */
  public static final String NAME = "Name";

  /** Number: the number of stores. */
  public static final String COUNT = "Count";

  /** Number: {@link io.storestream.model.Version#value()}; a lower one never replaces a higher. */
  public static final String VERSION = StoresTable.VERSION;

  /** All attributes that the ingester writes, the key first. */
  public static final List<String> ATTRIBUTES = List.of(PARENT, NAME, COUNT, VERSION);

  private static final String SUFFIX = "Counts";

  private CountsTable() {}

  /** Returns the name of the table of counts that belongs to a table of stores. */
  public static String nameFor(String storesTable) {
    return storesTable + SUFFIX;
  }
}
