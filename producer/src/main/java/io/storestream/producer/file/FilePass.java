package io.storestream.producer.file;

import io.storestream.formats.RowReader;
import io.storestream.formats.RowReader.Row;
import io.storestream.model.event.StoreChange;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/**
 * Reads a file once, from its beginning to its end.
 *
 * @param updatedAt of each row, and of each event that has no time
 * @param onBytes receives how many more bytes have been read
 */
public record FilePass(StoreFile file, Instant updatedAt, LongConsumer onBytes) {

  /**
   * How the rows of a file were used. Every row counts in exactly one of the four.
   *
   * @param rejected can't be used
   * @param passedOver no data
   * @param superseded usable, but a later row is of the same store
   * @param passedOn the others
   */
  public record RowCounts(long rejected, long passedOver, long superseded, long passedOn) {

    /** The counts of no rows. */
    public static final RowCounts NONE = new RowCounts(0, 0, 0, 0);

    /** Returns the number of all rows. */
    public long rows() {
      return rejected + passedOver + superseded + passedOn;
    }

    /** Returns the counts of both together. */
    public RowCounts plus(RowCounts other) {
      return new RowCounts(
          rejected + other.rejected,
          passedOver + other.passedOver,
          superseded + other.superseded,
          passedOn + other.passedOn);
    }
  }

  /** Receives the problems of a file. */
  interface Findings {

    /** Ignores them, for a pass that repeats another. */
    Findings IGNORED =
        new Findings() {
          @Override
          public void rejected(Row.Rejected row) {}

          @Override
          public void warning(String text) {}
        };

    /** Receives a row that can't be used. */
    void rejected(Row.Rejected row);

    /**
     * Receives a problem of the whole file.
     *
     * @param text continues a sentence that begins with the name of the file
     */
    void warning(String text);
  }

  /**
   * Reads the file.
   *
   * @param findings receives rejected rows and warnings
   * @param sink receives the changes in the order of the file; returns true if it has passed the
   *     change on, and false if it has dropped it as superseded
   * @throws io.storestream.cli.CommandFailedException if the file can't be read to its end
   */
  public RowCounts run(Findings findings, Predicate<StoreChange> sink) {
    long rejected = 0;
    long passedOver = 0;
    long superseded = 0;
    long passedOn = 0;
    try (RowReader rows = file.open(updatedAt, onBytes)) {
      warnOf(rows.unknownColumns(), findings);
      for (Row row = rows.next(); row != null; row = rows.next()) {
        if (row instanceof Row.Event event) {
          if (sink.test(event.change())) {
            passedOn++;
          } else {
            superseded++;
          }
        } else if (row instanceof Row.Rejected it) {
          findings.rejected(it);
          rejected++;
        } else {
          passedOver++;
        }
      }
    } catch (IOException e) {
      throw file.unreadable(e);
    }
    RowCounts counts = new RowCounts(rejected, passedOver, superseded, passedOn);
    if (counts.rows() == 0) {
      findings.warning("has no rows");
    }
    return counts;
  }

  private static void warnOf(List<String> unknownColumns, Findings findings) {
    if (!unknownColumns.isEmpty()) {
      findings.warning("has unknown columns, which are ignored: " + unknownColumns);
    }
  }
}
