package io.storestream.producer.watch;

import org.jspecify.annotations.Nullable;

/** Publishes one file after the other. Used by one thread. */
@FunctionalInterface
public interface FilePublisher {

  /**
   * What was published.
   *
   * @param rowsRejected are in a file beside the file
   * @param storesClosed were in no row of a snapshot; 0 without one
   * @param nothingClosedBecause why a snapshot has closed no store, or {@code null}
   */
  record Published(
      long rowsRead,
      long rowsRejected,
      long eventsPublished,
      long storesClosed,
      @Nullable String nothingClosedBecause) {}

  /**
   * Publishes a file. When this returns, every event has arrived.
   *
   * @throws UnusableFileException if the file can't be used
   * @throws io.storestream.cli.CommandFailedException if nothing is wrong with the file, and it can
   *     be published later, as if no broker answers
   */
  Published publish(TakenFile file, WatchedFolder folder);
}
