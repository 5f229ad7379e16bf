package io.storestream.producer.file;

import io.storestream.formats.Row;
import io.storestream.formats.RowReader;
import io.storestream.model.event.StoreChange;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/**
 * Goes through a file once, from its beginning to its end.
 *
 * @param updatedAt of each row, and of each event without a time of its own
 * @param onBytes told how many more bytes have been read
 */
public record FilePass(StoreFile file, Instant updatedAt, LongConsumer onBytes) {

  /**
   * Reads the file.
   *
   * @param findings told what is wrong
   * @param sink gets the changes in the order of the file; says whether it has passed one on, or
   *     dropped it as superseded
   * @throws io.storestream.cli.CommandFailedException if the file can't be read to its end
   */
  public RowCounts run(Findings findings, Predicate<StoreChange> sink) {
    long rejected = 0;
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
        }
      }
    } catch (IOException e) {
      throw file.unreadable(e);
    }
    RowCounts counts = new RowCounts(rejected, superseded, passedOn);
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
