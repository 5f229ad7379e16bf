package io.storestream.producer.file;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.storestream.cli.CommandFailedException;
import io.storestream.formats.Row;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the rows of one file that can't be used, with line and reason, for people to mend. The file
 * appears with the first such row. Not thread-safe.
 */
final class RejectsFile implements Closeable {

  private final Path path;
  private @Nullable CsvWriter writer;

  RejectsFile(Path path) {
    this.path = path;
  }

  /**
   * Writes a row.
   *
   * @throws CommandFailedException if that fails
   */
  void write(Row.Rejected row) {
    try {
      if (writer == null) {
        writer = CsvWriter.builder().build(path);
        writer.writeRecord("Line", "Reason", "Row");
      }
      writer.writeRecord(Long.toString(row.line()), row.reason(), row.text());
    } catch (IOException | UncheckedIOException e) {
      throw unwritable(e);
    }
  }

  /** Removes what an earlier run has left, if this one has written nothing. */
  void removeStale() {
    if (writer == null && Files.isRegularFile(path)) {
      try {
        Files.delete(path);
      } catch (IOException e) {
        throw unwritable(e);
      }
    }
  }

  @Override
  public void close() {
    try {
      if (writer != null) {
        writer.close();
      }
    } catch (IOException | UncheckedIOException e) {
      throw unwritable(e);
    }
  }

  private CommandFailedException unwritable(Exception e) {
    return new CommandFailedException(
        "can't write the rejected rows to %s: %s".formatted(path, e.getMessage()), e);
  }
}
