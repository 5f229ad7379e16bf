package io.storestream.producer;

import io.storestream.cli.CommandFailedException;
import io.storestream.model.Store;
import io.storestream.model.StoreChange;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** What a CSV file says, for those that want to compare something with it. */
public final class StoreFiles {

  private StoreFiles() {}

  /**
   * Reads the stores that publishing a file would publish: one for each store number, rejected and
   * superseded rows left out. Writes no rejects file.
   *
   * @param file CSV, compressed if its name ends in {@code .gz}; read twice
   * @param consumer gets the stores in the order of the file
   * @throws CommandFailedException if the file can't be read or is not CSV
   */
  public static void forEachStore(Path file, Consumer<Store> consumer) {
    StoreFile storeFile = StoreFile.of(file);
    storeFile.requireReadable();
    if (!storeFile.isReadTwice()) {
      throw new CommandFailedException(file + " must be a CSV file, and no pipe");
    }
    LongConsumer noProgress = bytes -> {};
    FilePass pass = new FilePass(storeFile, Instant.EPOCH, noProgress);
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
