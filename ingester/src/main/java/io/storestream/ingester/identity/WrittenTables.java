package io.storestream.ingester.identity;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.storestream.dynamodb.schema.ReadyTables;

/**
 * The tables that an application writes.
 *
 * @param stores the table of stores
 * @param counts its table of counts
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record WrittenTables(TableIdentity stores, TableIdentity counts) {

  /** Returns the identities of existing tables. */
  public static WrittenTables of(ReadyTables tables) {
    return new WrittenTables(TableIdentity.of(tables.stores()), TableIdentity.of(tables.counts()));
  }

  /** Returns whether both tables have the same names, accounts and regions as the others. */
  public boolean areNamedAs(WrittenTables others) {
    return stores.arn().equals(others.stores.arn()) && counts.arn().equals(others.counts.arn());
  }
}
