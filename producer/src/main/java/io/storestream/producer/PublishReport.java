package io.storestream.producer;

import io.storestream.cli.Summary;
import io.storestream.producer.file.InputFiles.Found;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The result of publishing. Every counted event has arrived.
 *
 * @param found what the files hold
 * @param rowsOutOfScope published rows of stores that are out of the scope of a snapshot
 * @param storesClosed existed before and were in none of the files; 0 without snapshot
 * @param nothingClosedBecause why a snapshot has closed no store, or {@code null}
 */
public record PublishReport(
    Found found, long rowsOutOfScope, long storesClosed, @Nullable String nothingClosedBecause) {

  /** Returns how many rows are unusable; they are in {@link #rejectsFiles}. */
  public long rowsRejected() {
    return found.rows().rejected();
  }

  /** Returns how many events were published, those that close stores included. */
  public long eventsPublished() {
    return found.rows().passedOn() + storesClosed;
  }

  /** Returns the files of the rejected rows. */
  public List<Path> rejectsFiles() {
    return found.rejectsFiles();
  }

  /** Returns that rows were rejected, and where they are; empty if none was. */
  public Optional<String> rejection() {
    if (rowsRejected() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        "%,d %s rejected: see %s"
            .formatted(
                rowsRejected(),
                rowsRejected() == 1 ? "row was" : "rows were",
                rejectsFiles().stream().map(Path::toString).collect(Collectors.joining(", "))));
  }

  /** Adds the figures that every summary of publishing begins with, and returns it. */
  public Summary addTo(Summary summary) {
    return addTo(summary, eventsPublished());
  }

  /** Adds these figures of a run that has published this many events. */
  Summary addTo(Summary summary, long eventsPublished) {
    return summary
        .add("rows read", found.rows().rows())
        .add("rows rejected", rowsRejected())
        .add("rows superseded", found.rows().superseded())
        .add("events published", eventsPublished)
        .add("rows passed over", found.rows().passedOver())
        .add("coordinates dropped", found.coordinatesDropped())
        .add("store numbers in two countries", found.inTwoCountries());
  }
}
