package io.storestream.producer.file;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.storestream.cli.CommandFailedException;
import io.storestream.formats.RowReader.Row;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the rejected rows of one file, with line and reason, for people to repair. The file is
 * created with the first rejected row. Not thread-safe.
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

  /** Removes the file of an earlier run if this run has written nothing. */
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
