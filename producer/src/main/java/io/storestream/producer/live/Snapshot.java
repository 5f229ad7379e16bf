package io.storestream.producer.live;

import io.storestream.kafka.KafkaOptions;
import io.storestream.model.Store;
import io.storestream.producer.file.FilePass.RowCounts;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Files that together list all stores of a scope: a store that exists there and is in none of the
 * files is closed. Holds the numbers of the stores that have not been seen yet. Not thread-safe.
 */
public final class Snapshot {

  private final SnapshotLimits limits;
  private final int live;
  private final Set<String> unseen;
  private long rowsInScope;
  private @Nullable String fileOfEvents;

  /**
   * @param live the stores that exist in the scope; this object changes it
   */
  Snapshot(SnapshotLimits limits, Set<String> live) {
    this.limits = limits;
    this.live = live.size();
    unseen = live;
  }

  /**
   * Reads which stores exist. Each store in the scope takes about 100 bytes of memory.
   *
   * @throws io.storestream.cli.CommandFailedException if the topic of stores can't be read
   */
  public static Snapshot start(SnapshotLimits limits, KafkaOptions kafka) {
    return new Snapshot(limits, LiveStores.read(kafka, limits.scope()));
  }

  /**
   * A store is in one of the files.
   *
   * @return whether it is in the scope
   */
  public boolean seen(Store store) {
    // A store that moves out of the scope is not closed.
    unseen.remove(store.storeNumber());
    boolean isInScope = limits.scope().contains(store);
    rowsInScope += isInScope ? 1 : 0;
    return isInScope;
  }

  /** A row of a file is a change event, so that the file is no list of stores. */
  public void sawEvent(String file) {
    fileOfEvents = file;
  }

  /**
   * Closes the stores that were not seen.
   *
   * @param close receives each of them
   * @return their number
   */
  public long closeUnseen(Consumer<String> close) {
    unseen.forEach(close);
    return unseen.size();
  }

  /**
   * Returns the reason to close no store, or {@code null} if stores may be closed. Only a complete
   * list shows that a store is gone, and a list that lacks many stores is probably not complete.
   *
   * @param rows the counts of all files, after all have been read
   */
  public @Nullable String obstacle(RowCounts rows) {
    if (fileOfEvents != null) {
      return fileOfEvents + " holds events, not the list of all stores";
    }
    if (rows.rejected() > 0) {
      return "rows were rejected, and a store must not be closed because its row is unusable";
    }
    // A truncated file is far more likely than the end of the whole chain.
    if (rowsInScope == 0) {
      return rows.passedOn() == 0
          ? "there are no rows"
          : "no row is of a store in %s (--scope)".formatted(limits.scope());
    }
    return limits.allow(unseen.size(), live) ? null : tooMany();
  }

  private String tooMany() {
    String where = limits.scope().isEverything() ? "stores" : "stores in " + limits.scope();
    return ("%,d of %,d %s are in none of the files, more than %d percent: are these all files? If"
            + " they are, raise --max-closures")
        .formatted(unseen.size(), live, where, limits.maxClosuresPercent());
  }
}
