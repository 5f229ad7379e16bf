package io.storestream.formats;

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
 * The records of a CSV file, each with its text, whatever the others look like. Not thread-safe.
 *
 * <p>A record is one physical line, or several if a quoted field holds line ends. One that is
 * malformed costs only its first line: the next record begins at the next line, so an unclosed
 * quote does not swallow the rows behind it. Blank lines are passed over.
 *
 * <p>FastCSV stops for good at a malformed record. That is why records are cut here, and FastCSV
 * gets each by itself.
 */
final class CsvRecords implements Closeable {

  /**
   * The longest record, in bytes; and how far a closing quote is looked for. Rows of stores are a
   * few hundred bytes.
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

  /** Moves to the next record; false behind the last. */
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
   * Declares the record malformed: only its first line is given up, and the next record begins
   * behind that.
   */
  void reject(String reason) {
    problem = reason;
    lines.keepFirstLine();
  }

  /** Returns what is wrong with the record, or {@code null} for nothing so far. */
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

  /** Returns the record as text to show, however malformed it is. */
  String text() {
    return excerpt != null ? excerpt : lines.lenientText();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
