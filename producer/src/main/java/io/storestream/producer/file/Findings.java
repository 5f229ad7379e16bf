package io.storestream.producer.file;

import io.storestream.formats.Row;

/** What the first pass through a file has to tell. */
interface Findings {

  /** Tells nobody; for a pass that only repeats another. */
  Findings IGNORED =
      new Findings() {
        @Override
        public void rejected(Row.Rejected row) {}

        @Override
        public void warning(String text) {}
      };

  /** A row can't be used. */
  void rejected(Row.Rejected row);

  /**
   * The file is odd, though not a row of it.
   *
   * @param text goes on behind the name of the file
   */
  void warning(String text);
}
