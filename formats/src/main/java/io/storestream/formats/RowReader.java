package io.storestream.formats;

import io.storestream.model.event.StoreChange;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the rows of one file in their order. Not thread-safe. */
public interface RowReader extends Closeable {

  /**
   * Returns the next row, or {@code null} after the last.
   *
   * @throws IOException if the file can't be read; an unusable row is a {@link Row.Rejected}
   */
  @Nullable Row next() throws IOException;

  /** Returns the names of the unknown columns, as they stand in the file, each once. */
  default List<String> unknownColumns() {
    return List.of();
  }

  /**
   * Returns how the file is read, for people: lines like {@code delimiter: semicolon}, then one
   * line for each field and its column, then the unknown columns.
   */
  List<String> description();

  /** What the row of an event is in its file. */
  enum RowKind {
    /** A line of columns. */
    COLUMNS,
    /** A JSON object that is a store. */
    STORE,
    /** A JSON object that is a change event, so that the file is no list of stores. */
    EVENT
  }

  /** One row of a file. */
  sealed interface Row {

    /** Returns the physical line where the row begins, 1 for the first of the file. */
    long line();

    /**
     * The row is a change.
     *
     * @param problems values that were left out, each like {@code latitude is not a number: 48.85N}
     */
    record Event(long line, StoreChange change, List<String> problems, RowKind kind)
        implements Row {
      public Event {
        problems = List.copyOf(problems);
      }
    }

    /**
     * The row is no data, such as a repeated header or a row count.
     *
     * @param reason for people to read
     * @param text the row as it stands in the file
     */
    record PassedOver(long line, String reason, String text) implements Row {}

    /**
     * The row can't be used.
     *
     * @param reason for people to read
     * @param text the row as it stands in the file
     */
    record Rejected(long line, String reason, String text) implements Row {}
  }
}
