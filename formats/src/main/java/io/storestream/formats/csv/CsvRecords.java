package io.storestream.formats.csv;

import io.storestream.formats.text.LineReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Splits a CSV file into records. Not thread-safe.
 *
 * <p>A record is one physical line, or several if a quoted field holds line ends. A malformed
 * record loses only its first line: the next record begins at the next line, so an unclosed quote
 * does not swallow the rows after it. Blank lines are skipped.
 *
 * <p>FastCSV cannot continue after a malformed record. Therefore this class finds the records, and
 * FastCSV parses each one separately.
 */
final class CsvRecords implements Closeable {

  /**
   * The longest record in bytes, which is also how far the search for a closing quote goes. Rows of
   * stores have a few hundred bytes.
   */
  static final int MAX_BYTES = 64 * 1024;

  private static final int EXCERPT_BYTES = 1000;

  private final LineReader lines;
  private final CsvQuoting quoting = new CsvQuoting();
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final CharBuffer chars = CharBuffer.allocate(MAX_BYTES);
  private String content = "";
  private @Nullable String problem;
  private @Nullable String excerpt;

  /**
   * @param in closed with this
   */
  CsvRecords(InputStream in) {
    lines = new LineReader(in, MAX_BYTES);
  }

  /** Moves to the next record; false after the last. */
  boolean next() throws IOException {
    do {
      problem = null;
      excerpt = null;
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
    } while (lines.isBlank());
    complete();
    return true;
  }

  private void complete() throws IOException {
    quoting.reset();
    int followed = 0;
    while (true) {
      quoting.follow(lines.array(), lines.start() + followed, lines.start() + lines.length());
      followed = lines.length();
      if (quoting.isBroken()) {
        reject("something follows a closing quote");
      } else if (!quoting.isOpen()) {
        decode();
      } else if (lines.extend() == LineReader.Step.LINE) {
        continue;
      } else {
        reject("unclosed quote");
      }
      return;
    }
  }

  private void decode() {
    chars.clear();
    ByteBuffer bytes = lines.content();
    if (decoder.reset().decode(bytes, chars, true).isError() || decoder.flush(chars).isError()) {
      reject("not valid UTF-8");
    }
    content = chars.flip().toString();
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

  /** Returns the record without its last line end, if there is no problem. */
  String content() {
    return content;
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
