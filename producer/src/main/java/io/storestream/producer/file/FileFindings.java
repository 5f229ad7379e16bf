package io.storestream.producer.file;

import io.storestream.formats.RowReader.Row;
import io.storestream.formats.RowReader.RowKind;
import java.io.Closeable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes rejected rows to the rejects file, and warnings to the log. Not thread-safe. */
final class FileFindings implements FilePass.Findings, Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(FileFindings.class);

  private final StoreFile file;
  private final RejectsFile rejects;
  private final FirstRows passedOver = new FirstRows();
  private final FirstRows coordinates = new FirstRows();
  private final MissingWords missing = new MissingWords();

  FileFindings(StoreFile file) {
    this.file = file;
    this.rejects = new RejectsFile(file.rejectsFile());
  }

  @Override
  public void rejected(Row.Rejected row) {
    rejects.write(row);
  }

  @Override
  public void passedOver(Row.PassedOver row) {
    passedOver.add("line %d: %s: %s".formatted(row.line(), row.reason(), row.text()));
  }

  @Override
  public void usable(Row.Event row) {
    for (String problem : row.problems()) {
      coordinates.add("line %d: %s: %s".formatted(row.line(), row.change().storeNumber(), problem));
    }
    if (row.kind() == RowKind.COLUMNS) {
      missing.accept(row);
    }
  }

  @Override
  public void warning(String text) {
    LOG.warn("{} {}", file.name(), text);
  }

  /** Ends the file: sums up, and removes the rejects of an earlier run if this one has none. */
  void complete() {
    warnOf("rows passed over, because they are no data", passedOver);
    warnOf("coordinates dropped, because they can't be used", coordinates);
    warnOf(
        "texts that seem to stand for missing values; " + missing.option() + " leaves them out",
        missing.found());
    rejects.removeStale();
  }

  private void warnOf(String what, FirstRows rows) {
    if (rows.count() > 0) {
      warning("has %,d %s: %s".formatted(rows.count(), what, rows));
    }
  }

  /** Returns how many coordinates were left out of their stores. */
  long coordinatesDropped() {
    return coordinates.count();
  }

  @Override
  public void close() {
    rejects.close();
  }
}
