package io.storestream.formats;

import io.storestream.model.event.StoreChange;

/** What one row of a file came to. */
public sealed interface Row {

  /** The row is a change. */
  record Event(StoreChange change) implements Row {}

  /**
   * The row can't be used.
   *
   * @param line the physical line where it begins, 1 for the first of the file
   * @param reason for people to read
   * @param text the row as it stands in the file
   */
  record Rejected(long line, String reason, String text) implements Row {}
}
