package io.storestream.producer.file;

import io.storestream.cli.CommandFailedException;
import io.storestream.formats.ReadOptions;
import io.storestream.model.Store;
import io.storestream.model.event.StoreChange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;

/** Reads the stores of a CSV file, to compare something with them. */
public final class StoreFiles {

  private StoreFiles() {}

  /**
   * Checks that a file can be published and then read again. Only its first line is read.
   *
   * @param file CSV, compressed by gzip or not
   * @throws CommandFailedException if it does not exist, is not CSV, is no regular file or lacks a
   *     column
   */
  public static void requireComparable(Path file) {
    StoreFile storeFile = StoreFile.of(file);
    storeFile.requireReadable();
    if (storeFile.isJson()) {
      throw new CommandFailedException(
          file + " is JSON, and only CSV can be compared: publish it with `./stores produce`");
    }
    if (!storeFile.isRegular()) {
      throw new CommandFailedException(
          file + " is no regular file and can't be read again: save what it gives to a file first");
    }
    try {
      // Opening it reads the header.
      storeFile.open(Instant.EPOCH, ReadOptions.DEFAULTS, bytes -> {}).close();
    } catch (IOException e) {
      throw storeFile.unreadable(e);
    }
  }

  /**
   * Reads the stores that {@code produce} would publish: one for each store number, without
   * rejected and superseded rows. Writes no rejects file.
   *
   * @param file CSV, compressed by gzip or not; read twice
   * @param consumer receives the stores in the order of the file
   * @throws CommandFailedException as {@link #requireComparable} says, or if the file can't be read
   *     to its end
   */
  public static void forEachStore(Path file, Consumer<Store> consumer) {
    requireComparable(file);
    FilePass pass =
        new FilePass(StoreFile.of(file), Instant.EPOCH, ReadOptions.DEFAULTS, bytes -> {});
    CheckedFile.check(pass, FilePass.Findings.IGNORED)
        .forEachLatest(
            pass,
            row -> {},
            row -> {
              if (row.change() instanceof StoreChange.Upsert upsert) {
                consumer.accept(upsert.store());
              }
            });
  }
}
