package io.storestream.formats.record;

import java.util.Locale;

/** The formats of records that can change stores. */
public enum ChangeFormat {
  /** Our own event, and records without a value that delete the store of their key. */
  EVENT("an event of our own"),
  /** CloudEvents 1.0, in binary and structured mode. */
  CLOUDEVENTS("a CloudEvent"),
  /** Rows of databases, as Debezium's connectors publish them. */
  DEBEZIUM("a change of Debezium");

  private final String description;

  ChangeFormat(String description) {
    this.description = description;
  }

  /** Returns the name in {@code --formats}. */
  public String optionName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns what a record of this format is, for messages. */
  String description() {
    return description;
  }
}
