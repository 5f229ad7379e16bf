package io.storestream.dynamodb.schema;

import picocli.CommandLine.Option;

/** The command-line option for the table's name; a picocli mixin. */
public final class TableOptions {

  @Option(names = "--table", paramLabel = "NAME", description = "The DynamoDB table.")
  private String table = StoresTable.DEFAULT_NAME;

  /** Returns the table's name. */
  public String table() {
    return table;
  }
}
