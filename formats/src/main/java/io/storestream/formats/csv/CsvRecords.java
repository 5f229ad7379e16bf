package io.storestream.formats.csv;

import io.storestream.formats.text.LineReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Splits a CSV file into records. Not thread-safe.
 *
 * <p>A record is one physical line, or several if a quoted field holds line ends. A malformed
 * record loses only its first line: the next record begins at the next line, so an unclosed quote
 * does not swallow the rows after it. Blank lines are skipped.
 */
final class CsvRecords implements Closeable {

  /**
   * The longest record in bytes, which is also how far the search for a closing quote goes. Rows of
   * stores have a few hundred bytes.
   */
  static final int MAX_BYTES = LineReader.MAX_RECORD_BYTES;

  private static final int EXCERPT_BYTES = 1000;

  private final LineReader lines;
  private final String invalid;
  private CsvDialect dialect = new CsvDialect(',', false);
  private CsvSplitter splitter = new CsvSplitter(dialect);

  /** The current record, if all its characters are ASCII: its fields need no decoding then. */
  private @Nullable String ascii;

  private @Nullable String problem;
  private @Nullable String excerpt;

  /**
   * @param utf8 closed with this
   * @param encoding of the file, for messages
   */
  CsvRecords(InputStream utf8, Charset encoding) {
    lines = new LineReader(utf8, MAX_BYTES);
    invalid = invalid(encoding);
  }

  private static String invalid(Charset encoding) {
    return "not valid %s: give the encoding of the file by --encoding%s"
        .formatted(
            encoding.name(),
            encoding.equals(StandardCharsets.UTF_8) ? ", such as windows-1252" : "");
  }

  /** Moves to the next record; false after the last. */
  boolean next() throws IOException {
    do {
      excerpt = null;
      problem = null;
      lines.begin();
      LineReader.Step first = lines.extend();
      if (first == LineReader.Step.END) {
        return false;
      }
      if (first == LineReader.Step.FULL) {
        problem = "the line is longer than %,d bytes".formatted(MAX_BYTES);
        excerpt = lines.fullLineExcerpt(EXCERPT_BYTES);
        lines.skipFullLine();
        return true;
      }
    } while (lines.isBlank(dialect.delimiter()));
    complete();
    return true;
  }

  /** Splits the current record again in another dialect, and all records after it. */
  void splitAgain(CsvDialect other) throws IOException {
    if (!other.equals(dialect)) {
      dialect = other;
      splitter = new CsvSplitter(other);
    }
    if (excerpt == null) {
      problem = null;
      lines.keepFirstLine();
      complete();
    }
  }

  /** Makes the first line the whole record. */
  void keepFirstLine() {
    if (excerpt == null) {
      lines.keepFirstLine();
    }
  }

  private void complete() throws IOException {
    splitter.reset();
    int followed = 0;
    while (true) {
      splitter.follow(lines.array(), lines.start(), followed, lines.length());
      followed = lines.length();
      if (splitter.isBroken()) {
        reject("something follows a closing quote");
      } else if (!splitter.isOpen()) {
        splitter.finish(lines.array(), lines.start(), lines.contentLength());
        requireText();
      } else if (lines.extend() == LineReader.Step.LINE) {
        continue;
      } else {
        reject(splitter.isInQuotes() ? "unclosed quote" : "a backslash at the end of the file");
      }
      return;
    }
  }

  private void requireText() {
    String text = lines.lenientText();
    ascii = text.length() == lines.contentLength() ? text : null;
    if (text.indexOf('\0') >= 0) {
      reject("holds NUL characters: the file is damaged, or --encoding is wrong");
    } else if (text.indexOf('\uFFFD') >= 0 && !isValid()) {
      reject(invalid);
    }
  }

  private boolean isValid() {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(lines.content());
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /**
   * Marks the record as malformed: only its first line is lost, and the next record begins after
   * it.
   */
  void reject(String reason) {
    problem = reason;
    lines.keepFirstLine();
  }

  /** Returns why the record is malformed, or {@code null} if it is not so far. */
  @Nullable String problem() {
    return problem;
  }

  /** Returns the physical line in which the record begins, 1 for the first of the file. */
  long line() {
    return lines.line();
  }

  /** Returns whether the record is one physical line. */
  boolean isOneLine() {
    return lines.lines() == 1;
  }

  /** Returns the number of fields, if there is no problem. */
  int width() {
    return splitter.width();
  }

  /** Returns the text of a field; it is empty beyond the last. */
  String text(int field) {
    if (field >= splitter.width()) {
      return "";
    }
    return ascii != null
        ? splitter.text(field, ascii)
        : splitter.text(field, lines.array(), lines.start());
  }

  /** Returns whether a field is quoted. */
  boolean isQuoted(int field) {
    return splitter.isQuoted(field);
  }

  /** Returns whether a field has no character, not even a blank. */
  boolean isEmpty(int field) {
    return splitter.isEmpty(field);
  }

  /** Returns the texts of all fields. */
  String[] texts() {
    String[] texts = new String[width()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = text(i);
    }
    return texts;
  }

  /** Returns the record as text to show, malformed or not. */
  String text() {
    return excerpt != null ? excerpt : lines.lenientText();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
