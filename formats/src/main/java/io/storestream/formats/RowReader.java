package io.storestream.formats;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of one file, in its order. Not thread-safe. */
public interface RowReader extends Closeable {

  /**
   * Returns the next row, or {@code null} behind the last.
   *
   * @throws IOException if the file can't be read; what is wrong with a row alone never is
   */
  @Nullable Row next() throws IOException;

  /** Returns the names of the columns that mean nothing here, as they stand in the file. */
  default List<String> unknownColumns() {
    return List.of();
  }
}
