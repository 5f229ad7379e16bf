package io.storestream.producer.file;

import io.storestream.cli.CommandFailedException;
import io.storestream.model.Store;
import io.storestream.model.event.StoreChange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** What a CSV file says, for those that want to compare something with it. */
public final class StoreFiles {

  private StoreFiles() {}

  /**
   * Checks that a file can be published and then read again, as far as its first line tells.
   *
   * @param file CSV, compressed by gzip or not
   * @throws CommandFailedException if it is not there, not CSV, no regular file or lacks a column
   */
  public static void requireComparable(Path file) {
    StoreFile storeFile = StoreFile.of(file);
    storeFile.requireReadable();
    if (storeFile.isNdjson()) {
      throw new CommandFailedException(
          file + " holds events, and only CSV can be compared: publish it with `./stores produce`");
    }
    if (!storeFile.isRegular()) {
      throw new CommandFailedException(
          file + " is no regular file and can't be read again: save what it gives to a file first");
    }
    try {
      // Opening it reads the header.
      storeFile.open(Instant.EPOCH, bytes -> {}).close();
    } catch (IOException e) {
      throw storeFile.unreadable(e);
    }
  }

  /**
   * Reads the stores that publishing a file would publish: one for each store number, rejected and
   * superseded rows left out. Writes no rejects file.
   *
   * @param file CSV, compressed by gzip or not; read twice
   * @param consumer gets the stores in the order of the file
   * @throws CommandFailedException as {@link #requireComparable} says, or if the file can't be read
   *     to its end
   */
  public static void forEachStore(Path file, Consumer<Store> consumer) {
    requireComparable(file);
    LongConsumer noProgress = bytes -> {};
    FilePass pass = new FilePass(StoreFile.of(file), Instant.EPOCH, noProgress);
    CheckedFile.check(pass, Findings.IGNORED)
        .forEachWinner(
            pass,
            change -> {
              if (change instanceof StoreChange.Upsert upsert) {
                consumer.accept(upsert.store());
              }
            });
  }
}
