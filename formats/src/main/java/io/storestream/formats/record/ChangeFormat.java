package io.storestream.formats.record;

/** The formats of records that can change stores, by their names in {@code --formats}. */
public enum ChangeFormat {
  /** Our own event, and records without a value that delete the store of their key. */
  EVENT,
  /** CloudEvents 1.0, in binary and structured mode. */
  CLOUDEVENTS,
  /** Rows of databases, as Debezium's connectors publish them. */
  DEBEZIUM
}
