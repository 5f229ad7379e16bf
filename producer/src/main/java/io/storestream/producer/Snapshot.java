package io.storestream.producer;

import io.storestream.producer.file.FilePass.RowCounts;
import io.storestream.producer.file.StoreFile;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Files that list all stores there are: one that exists and is in none of them is closed. Holds the
 * numbers of the stores that have not been seen yet. Not thread-safe.
 */
final class Snapshot {

  /** So many may be closed of any list. */
  private static final int MAX_CLOSED = 100;

  private final int live;
  private final Set<String> unseen;

  /**
   * @param live the stores that exist; taken over
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
   * @param close gets each of them
   * @return how many
   */
  long closeUnseen(Consumer<String> close) {
    unseen.forEach(close);
    return unseen.size();
  }

  /**
   * Returns why nothing must be closed, or {@code null} if it may be: only a list that is complete
   * says that a store is gone, and one that lacks most of what there is hardly ever is.
   *
   * @param rows of all files, all of them seen
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
    // Far more often a file cut short than the end of the whole chain.
    if (rows.rows() == 0) {
      return "there are no rows";
    }
    return unseen.size() > MAX_CLOSED && unseen.size() > live / 2
        ? "%,d of %,d stores are in none of the files, more than half: are these all files? If they are, publish a DELETE event of each"
            .formatted(unseen.size(), live)
        : null;
  }
}
