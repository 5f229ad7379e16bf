package io.storestream.producer.file;

import io.storestream.formats.RowReader.Row;
import java.io.Closeable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes rejected rows to the rejects file, and warnings to the log. Not thread-safe. */
public final class FileFindings implements FilePass.Findings, Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(FileFindings.class);

  private final StoreFile file;
  private final RejectsFile rejects;

  public FileFindings(StoreFile file) {
    this.file = file;
    this.rejects = new RejectsFile(file.rejectsFile());
  }

  @Override
  public void rejected(Row.Rejected row) {
    rejects.write(row);
  }

  @Override
  public void warning(String text) {
    LOG.warn("{} {}", file.name(), text);
  }

  /** Ends the file: removes the rejects of an earlier run if this one has none. */
  public void complete() {
    rejects.removeStale();
  }

  @Override
  public void close() {
    rejects.close();
  }
}
