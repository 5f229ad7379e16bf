package io.storestream.producer;

import io.storestream.cli.Summary;
import io.storestream.producer.file.FilePass.RowCounts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of publishing. Every counted event has arrived.
 *
 * @param rowsRead rejected and superseded ones included
 * @param rowsRejected unusable rows, which are in {@link #rejectsFiles}
 * @param rowsSuperseded left out, because a later row of the same file is of the same store
 * @param eventsPublished those that close stores included
 * @param storesClosed existed before and were in none of the files; 0 without snapshot
 * @param nothingClosedBecause why a snapshot has closed no store, or {@code null}
 * @param elapsed from the first check to the last arrival
 */
public record PublishReport(
    long rowsRead,
    long rowsRejected,
    long rowsSuperseded,
    long eventsPublished,
    long storesClosed,
    @Nullable String nothingClosedBecause,
    List<Path> rejectsFiles,
    Duration elapsed) {

  static PublishReport of(
      RowCounts rows,
      long storesClosed,
      @Nullable String nothingClosedBecause,
      List<Path> rejectsFiles,
      Duration elapsed) {
    return new PublishReport(
        rows.rows(),
        rows.rejected(),
        rows.superseded(),
        rows.passedOn() + storesClosed,
        storesClosed,
        nothingClosedBecause,
        rejectsFiles,
        elapsed);
  }

  public PublishReport {
    rejectsFiles = List.copyOf(rejectsFiles);
  }

  /** Adds the figures that every summary of publishing begins with, and returns it. */
  public Summary addTo(Summary summary) {
    return summary
        .add("rows read", rowsRead)
        .add("rows rejected", rowsRejected)
        .add("rows superseded", rowsSuperseded)
        .add("events published", eventsPublished);
  }
}
