package io.storestream.formats.record.debezium;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of a table, or what the key of a record holds of it. */
final class DebeziumRow {

  /** The default of {@code unavailable.value.placeholder}. */
  private static final String UNKNOWN = "__debezium_unavailable_value";

  private final ConnectJson json;
  private final List<String> columns;
  private final @Nullable DebeziumRow before;

  private DebeziumRow(ConnectJson json, List<String> columns, @Nullable DebeziumRow before) {
    this.json = json;
    this.columns = columns;
    this.before = before;
  }

  /** Returns a row, or {@code null} if the value is no object. */
  static @Nullable DebeziumRow of(ConnectJson json) {
    // MongoDB's connector writes a document as text.
    ConnectJson row =
        json.payload().isTextual()
            ? new ConnectJson(ConnectJson.readText(json.payload().textValue()), json.schema())
            : json;
    if (!row.payload().isObject()) {
      return null;
    }
    List<String> columns = new ArrayList<>();
    row.payload()
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!name.startsWith(SourceFields.Unwrapped.PREFIX)) {
                columns.add(name);
              }
            });
    return new DebeziumRow(row, List.copyOf(columns), null);
  }

  /** Returns the same row; values that are unknown are taken from the row before the change. */
  DebeziumRow after(@Nullable DebeziumRow earlier) {
    return new DebeziumRow(json, columns, earlier);
  }

  /** Returns the names of the columns. */
  List<String> columns() {
    return columns;
  }

  /**
   * Returns the text of a column's value, empty if it is missing.
   *
   * @throws IllegalArgumentException if there is none; the message is the reason
   */
  String text(String column) {
    JsonNode value = json.payload().path(column);
    if (UNKNOWN.equals(value.textValue())) {
      return unknown(column);
    }
    try {
      return ColumnText.of(value, json.schemaOf(column));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("column %s %s".formatted(column, e.getMessage()), e);
    }
  }

  private String unknown(String column) {
    String known = before == null || before.isUnknown(column) ? "" : before.text(column);
    if (known.isEmpty()) {
      throw new IllegalArgumentException(
          ("the value of column %s is unknown, because the change left it as it was: set REPLICA"
                  + " IDENTITY FULL for the table, or map no field to the column")
              .formatted(column));
    }
    return known;
  }

  private boolean isUnknown(String column) {
    return UNKNOWN.equals(json.payload().path(column).textValue());
  }
}
