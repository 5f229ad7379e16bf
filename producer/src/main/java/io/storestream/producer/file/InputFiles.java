package io.storestream.producer.file;

import io.storestream.cli.CommandFailedException;
import io.storestream.formats.ReadOptions;
import io.storestream.formats.RowReader.Row;
import io.storestream.producer.file.FilePass.RowCounts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads some files, as one list of changes. Everything that can be checked is checked before the
 * first change, so that a mistake in the last file is found in time. Used once, by one thread.
 */
public final class InputFiles {

  private static final Logger LOG = LoggerFactory.getLogger(InputFiles.class);

  /** How far ahead the times of events may be by default, as {@code ingest --max-ahead} says. */
  private static final Duration MAX_AHEAD = Duration.ofMinutes(5);

  /**
   * What reading has found.
   *
   * @param coordinatesDropped values that were left out of their stores
   * @param inTwoCountries store numbers that occur in two countries
   * @param rejectsFiles hold the rejected rows
   */
  public record Found(
      RowCounts rows, long coordinatesDropped, long inTwoCountries, List<Path> rejectsFiles) {
    public Found {
      rejectsFiles = List.copyOf(rejectsFiles);
    }
  }

  private final List<StoreFile> files;
  private final Instant updatedAt;
  private final ReadOptions options;
  private final LongConsumer onBytes;
  private final CountryCheck countries = new CountryCheck();
  private final FirstRows inFuture = new FirstRows();
  private final Instant latest = Instant.now().plus(MAX_AHEAD);
  private final List<Path> rejectsFiles = new ArrayList<>();
  private long coordinatesDropped;

  /**
   * @param updatedAt of each row and event that has no time
   * @param onBytes receives how many more bytes have been read; may throw to end that
   */
  public InputFiles(
      List<StoreFile> files, Instant updatedAt, ReadOptions options, LongConsumer onBytes) {
    this.files = List.copyOf(files);
    this.updatedAt = updatedAt;
    this.options = options;
    this.onBytes = onBytes;
  }

  /**
   * Checks everything but the contents of the files.
   *
   * @throws CommandFailedException if a file can't be read, or not together with another
   */
  public static void requireReadable(List<StoreFile> files) {
    files.forEach(StoreFile::requireReadable);
    if (files.stream().filter(file -> file.path() == null).count() > 1) {
      throw new CommandFailedException("standard input can be read only once: give - once");
    }
    StoreFile.requireOwnRejectsFiles(files);
  }

  /** Returns the files as given. */
  public List<StoreFile> files() {
    return files;
  }

  /**
   * Reads the files to their ends. Rejected rows go to their files, and warnings to the log.
   *
   * @param changes receives the rows that are neither rejected nor superseded, in their order
   * @throws CommandFailedException if a file can't be read to its end
   */
  public Found read(BiConsumer<StoreFile, Row.Event> changes) {
    RowCounts rows = read(check(), changes);
    if (countries.found().count() > 0) {
      LOG.warn(
          "{} store numbers are in two countries; the last row of each counts: {}",
          countries.found().count(),
          countries.found());
    }
    if (inFuture.count() > 0) {
      LOG.warn(
          "{} events are of times in the future; ingesters reject events beyond --max-ahead: {}",
          inFuture.count(),
          inFuture);
    }
    return new Found(rows, coordinatesDropped, countries.found().count(), rejectsFiles);
  }

  /** Reads the files that are read twice for the first time. */
  private Map<StoreFile, CheckedFile> check() {
    List<StoreFile> twice = files.stream().filter(StoreFile::isReadTwice).distinct().toList();
    Map<StoreFile, CheckedFile> checked = new HashMap<>();
    try (ByteProgress progress = ByteProgress.start("checking", twice)) {
      for (StoreFile file : twice) {
        try (FileFindings findings = new FileFindings(file)) {
          FilePass pass = new FilePass(file, updatedAt, options, onBytes.andThen(progress));
          checked.put(file, CheckedFile.check(pass, findings));
          complete(findings);
        }
      }
    }
    return checked;
  }

  private RowCounts read(
      Map<StoreFile, CheckedFile> checked, BiConsumer<StoreFile, Row.Event> changes) {
    RowCounts total = RowCounts.NONE;
    try (ByteProgress progress = ByteProgress.start("publishing", files)) {
      for (StoreFile file : files) {
        FilePass pass = new FilePass(file, updatedAt, options, onBytes.andThen(progress));
        CheckedFile twice = checked.get(file);
        RowCounts rows =
            twice == null
                ? readOnce(pass, changes)
                : twice.forEachLatest(
                    pass, row -> checkRow(file, row), row -> changes.accept(file, row));
        if (rows.rejected() > 0) {
          rejectsFiles.add(file.rejectsFile());
        }
        total = total.plus(rows);
      }
    }
    return total;
  }

  private RowCounts readOnce(FilePass pass, BiConsumer<StoreFile, Row.Event> changes) {
    try (FileFindings findings = new FileFindings(pass.file())) {
      RowCounts rows =
          pass.run(
              findings,
              row -> {
                checkRow(pass.file(), row);
                changes.accept(pass.file(), row);
                return true;
              });
      complete(findings);
      return rows;
    }
  }

  private void checkRow(StoreFile file, Row.Event row) {
    countries.accept(file, row);
    Instant time = row.change().updatedAt();
    if (time.isAfter(latest) && !time.equals(updatedAt)) {
      inFuture.add(
          "%s, line %d: %s at %s"
              .formatted(file.name(), row.line(), row.change().storeNumber(), time));
    }
  }

  private void complete(FileFindings findings) {
    findings.complete();
    coordinatesDropped += findings.coordinatesDropped();
  }
}
