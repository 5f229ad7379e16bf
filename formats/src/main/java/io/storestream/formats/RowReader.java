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

  /** Returns the names of the unknown columns, as they stand in the file. */
  default List<String> unknownColumns() {
    return List.of();
  }

  /** One row of a file. */
  sealed interface Row {

    /** The row is a change. */
    record Event(StoreChange change) implements Row {}

    /**
     * The row can't be used.
     *
     * @param line the physical line where it begins, 1 for the first of the file
     * @param reason for people to read
     * @param text the row as it stands in the file
     */
    record Rejected(long line, String reason, String text) implements Row {}
  }
}
