package io.storestream.formats.json;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The texts of the JSON values in a file, split but not parsed. Not thread-safe. */
interface JsonTexts extends Closeable {

  /**
   * Moves to the next text that is not blank.
   *
   * @return false after the last
   * @throws IOException if the file can't be read or can't be split
   */
  boolean next() throws IOException;

  /** Returns the line where the text begins, 1 for the first of the file. */
  long line();

  /** Returns whether the text is longer than a row may be; then only its beginning is known. */
  boolean isTooLong();

  /** Returns the text in UTF-8, until the next call of {@link #next()}. */
  ByteBuffer content();

  /** Returns the text, with replacement characters for bytes that are not UTF-8. */
  String text();
}
