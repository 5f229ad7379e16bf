package io.storestream.producer.file;

import io.storestream.cli.CommandFailedException;
import io.storestream.formats.RowReader.Row;
import io.storestream.producer.file.FilePass.Findings;
import io.storestream.producer.file.FilePass.RowCounts;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A CSV file that has been read once, to find out which rows are rejected and which are superseded
 * by a later row of the same store and time. Not thread-safe.
 *
 * <p>The first pass takes up to 16 bytes of memory a row. Afterwards the memory is proportional to
 * the stores that occur more than once.
 */
final class CheckedFile {

  private final FilePass pass;
  private final RowCounts expected;
  private final SupersededRows superseded;

  private CheckedFile(FilePass pass, RowCounts expected, SupersededRows superseded) {
    this.pass = pass;
    this.expected = expected;
    this.superseded = superseded;
  }

  /**
   * Reads a file for the first time.
   *
   * @param findings receives rejected rows and warnings
   * @throws CommandFailedException if it can't be read to its end
   */
  static CheckedFile check(FilePass pass, Findings findings) {
    return check(pass, findings, new StoreNumberHasher());
  }

  static CheckedFile check(
      FilePass pass, Findings findings, Function<String, StoreNumberHasher.Hash> hasher) {
    HashList hashes = new HashList();
    RowCounts counts =
        pass.run(
            findings,
            row -> {
              hashes.add(hasher.apply(pass.identityOf(row)).hash());
              return true;
            });
    return new CheckedFile(pass, counts, new SupersededRows(hasher, hashes));
  }

  /**
   * Reads the file for the second and last time.
   *
   * @param again reads the same file as the first pass
   * @param usable receives the rows that are not rejected, superseded ones included
   * @param latest receives those that are not superseded
   * @throws CommandFailedException if the file has changed since the first pass
   */
  RowCounts forEachLatest(FilePass again, Consumer<Row.Event> usable, Consumer<Row.Event> latest) {
    RowCounts counts =
        again.run(
            Findings.IGNORED,
            row -> {
              usable.accept(row);
              if (isSuperseded(again.identityOf(row))) {
                return false;
              }
              latest.accept(row);
              return true;
            });
    boolean same =
        superseded.isComplete()
            && counts.rejected() == expected.rejected()
            && counts.passedOver() == expected.passedOver()
            && counts.rows() == expected.rows();
    if (!same) {
      throw changed();
    }
    return counts;
  }

  private boolean isSuperseded(String identity) {
    try {
      return superseded.isSuperseded(identity);
    } catch (SupersededRows.HashCollisionException e) {
      throw new CommandFailedException(
          "two store numbers of %s share a hash, so the last row of each can't be told:"
                  .formatted(pass.file().name())
              + " run the command again, it hashes differently each time",
          e);
    }
  }

  private CommandFailedException changed() {
    return new CommandFailedException(
        "%s changed while it was read: publish it again when it is complete"
            .formatted(pass.file().name()));
  }
}
