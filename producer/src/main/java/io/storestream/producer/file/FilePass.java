package io.storestream.producer.file;

import io.storestream.cli.SafeText;
import io.storestream.formats.ReadOptions;
import io.storestream.formats.RowReader;
import io.storestream.formats.RowReader.Row;
import io.storestream.model.event.StoreChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/**
 * Reads a file once, from its beginning to its end.
 *
 * @param updatedAt of each row and event that has no time
 * @param onBytes receives how many more bytes have been read
 */
public record FilePass(
    StoreFile file, Instant updatedAt, ReadOptions options, LongConsumer onBytes) {

  /**
   * How the rows of a file were used. Every row counts in exactly one of the four.
   *
   * @param rejected can't be used
   * @param passedOver no data
   * @param superseded usable, but a later row is of the same store and time
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

  private static final int MAX_CHARACTERS_OF_NAMES = 500;

  /** Receives what is remarkable about a file; ignores it unless a method is overridden. */
  interface Findings {

    /** Ignores everything, for a pass that repeats another. */
    Findings IGNORED = new Findings() {};

    /** Receives a row that can't be used. */
    default void rejected(Row.Rejected row) {}

    /** Receives a row that is no data. */
    default void passedOver(Row.PassedOver row) {}

    /** Receives a row that can be used, superseded or not. */
    default void usable(Row.Event row) {}

    /**
     * Receives a problem of the whole file.
     *
     * @param text continues a sentence that begins with the name of the file
     */
    default void warning(String text) {}
  }

  /**
   * Reads the file.
   *
   * @param sink receives the usable rows in the order of the file; returns true if it has passed
   *     the row on, and false if it has dropped it as superseded
   * @throws io.storestream.cli.CommandFailedException if the file can't be read to its end
   */
  RowCounts run(Findings findings, Predicate<Row.Event> sink) {
    long rejected = 0;
    long passedOver = 0;
    long superseded = 0;
    long passedOn = 0;
    try (RowReader rows = file.open(updatedAt, options, onBytes)) {
      warnOf(rows.unknownColumns(), findings);
      for (Row row = rows.next(); row != null; row = rows.next()) {
        if (row instanceof Row.Event event) {
          findings.usable(event);
          if (sink.test(event)) {
            passedOn++;
          } else {
            superseded++;
          }
        } else if (row instanceof Row.Rejected it) {
          findings.rejected(it);
          rejected++;
        } else if (row instanceof Row.PassedOver it) {
          findings.passedOver(it);
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

  /**
   * Returns what a row has in common with the rows that it supersedes: the store, and the time if
   * the row has one of its own.
   */
  String identityOf(Row.Event row) {
    StoreChange change = row.change();
    return change.updatedAt().equals(updatedAt)
        ? change.storeNumber()
        : change.storeNumber() + '\0' + change.updatedAt();
  }

  private static void warnOf(List<String> unknownColumns, Findings findings) {
    if (!unknownColumns.isEmpty()) {
      byte[] names = unknownColumns.toString().getBytes(StandardCharsets.UTF_8);
      findings.warning(
          "has unknown columns, which are ignored: "
              + SafeText.excerptOf(names, MAX_CHARACTERS_OF_NAMES));
    }
  }
}
