package io.storestream.producer;

import io.storestream.producer.file.FilePass.RowCounts;
import io.storestream.producer.file.StoreFile;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Files that together list all stores: a store that exists and is in none of them is closed. Holds
 * the numbers of the stores that have not been seen yet. Not thread-safe.
 */
final class Snapshot {

  /** This many stores may be closed whatever their share. */
  private static final int MAX_CLOSED = 100;

  private final int live;
  private final Set<String> unseen;

  /**
   * @param live the stores that exist; this object changes it
   */
  Snapshot(Set<String> live) {
    this.live = live.size();
    unseen = live;
  }

  /** A store is in one of the files. */
  void seen(String storeNumber) {
    unseen.remove(storeNumber);
  }

  /**
   * Closes the stores that were not seen.
   *
   * @param close receives each of them
   * @return their number
   */
  long closeUnseen(Consumer<String> close) {
    unseen.forEach(close);
    return unseen.size();
  }

  /**
   * Returns the reason to close no store, or {@code null} if stores may be closed. Only a complete
   * list shows that a store is gone, and a list that lacks most stores is probably not complete.
   *
   * @param rows the counts of all files, after all have been read
   */
  @Nullable String obstacle(Iterable<StoreFile> files, RowCounts rows) {
    for (StoreFile file : files) {
      if (file.isNdjson()) {
        return file.name() + " holds events, not the list of all stores";
      }
    }
    if (rows.rejected() > 0) {
      return "rows were rejected, and a store must not be closed because its row is unusable";
    }
    // A truncated file is far more likely than the end of the whole chain.
    if (rows.rows() == 0) {
      return "there are no rows";
    }
    return unseen.size() > MAX_CLOSED && unseen.size() > live / 2
        ? "%,d of %,d stores are in none of the files, more than half: are these all files? If they are, publish a DELETE event of each"
            .formatted(unseen.size(), live)
        : null;
  }
}
