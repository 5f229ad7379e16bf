package io.storestream.dynamodb.schema;

/**
 * A table of stores and its table of counts, at one moment.
 *
 * @param stores the table of stores
 * @param counts its table of counts
 */
public record ReadyTables(ReadyTable stores, ReadyTable counts) {}
