package io.storestream.formats.text;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Splits a stream of bytes into physical lines, ended by {@code \n}, {@code \r\n}, {@code \r} or
 * the end of the stream, and joins consecutive lines into records. Not thread-safe.
 *
 * <p>{@link #keepFirstLine()} returns all lines but the first, so that a malformed record loses
 * only its first line. A record never grows beyond a bound, which also bounds the memory.
 *
 * <p>Lines end at the same bytes in UTF-8 as in ASCII, so nothing is decoded here.
 */
public final class LineReader implements Closeable {

  /** The outcome of {@link #extend()}. */
  public enum Step {
    /** The record has one more line. */
    LINE,
    /** There is no further line. */
    END,
    /** The next line would take the record beyond the bound. */
    FULL
  }

  /**
   * The longest record of a file in bytes, which is the largest record that a broker accepts by
   * default. Every store fits, however its texts are quoted or escaped.
   */
  public static final int MAX_RECORD_BYTES = 1024 * 1024;

  private static final int READ_BYTES = 64 * 1024;

  private final InputStream in;
  private final int maxRecordBytes;
  private final int maxBytes;
  private byte[] window;
  private int start;
  private int firstLineEnd;
  private int end;
  private int limit;
  private int lines;
  private long line = 1;
  private boolean ended;

  /**
   * @param in read in large pieces, so it needs no buffer; closed with this reader
   * @param maxRecordBytes the longest record, one more byte for the end of its last line included
   */
  public LineReader(InputStream in, int maxRecordBytes) {
    this.in = in;
    this.maxRecordBytes = maxRecordBytes;
    // One byte more: a \r at the bound may be followed by its \n.
    this.maxBytes = maxRecordBytes + READ_BYTES + 1;
    this.window = new byte[Math.min(2 * READ_BYTES, maxBytes)];
  }

  /** Starts a record after the last one; it has no lines yet. */
  public void begin() {
    start = end;
    line += lines;
    lines = 0;
  }

  /** Adds the next line to the record. */
  public Step extend() throws IOException {
    int length = end - start;
    while (true) {
      int known = Math.min(limit - start, maxRecordBytes);
      for (; length < known; length++) {
        byte b = window[start + length];
        if (b == '\n') {
          return addLine(length + 1);
        }
        if (b == '\r') {
          boolean pair =
              (start + length + 1 < limit || fill()) && window[start + length + 1] == '\n';
          return addLine(length + (pair ? 2 : 1));
        }
      }
      if (length == maxRecordBytes) {
        return Step.FULL;
      }
      if (!fill()) {
        return start + length == end ? Step.END : addLine(length);
      }
    }
  }

  private Step addLine(int length) {
    end = start + length;
    if (lines == 0) {
      firstLineEnd = end;
    }
    lines++;
    return Step.LINE;
  }

  /** Makes the first line the whole record; the others are read again. */
  public void keepFirstLine() {
    end = firstLineEnd;
    lines = 1;
  }

  /** Skips a first line that is {@link Step#FULL} without holding it. */
  public void skipFullLine() throws IOException {
    do {
      start += maxRecordBytes;
      end = start;
    } while (extend() == Step.FULL);
    lines = 1;
  }

  /** Returns the number of the record's first line, 1 for the first of the stream. */
  public long line() {
    return line;
  }

  /** Returns how many lines the record has. */
  public int lines() {
    return lines;
  }

  /** Returns the array that holds the record, until the next call of a method that reads. */
  public byte[] array() {
    return window;
  }

  /** Returns where in {@link #array()} the record begins. */
  public int start() {
    return start;
  }

  /** Returns how many bytes the record has, terminators included. */
  public int length() {
    return end - start;
  }

  /** Returns how many bytes the record has without the terminator of its last line. */
  public int contentLength() {
    int contentEnd = end;
    if (contentEnd > start && window[contentEnd - 1] == '\n') {
      contentEnd--;
    }
    if (contentEnd > start && window[contentEnd - 1] == '\r') {
      contentEnd--;
    }
    return contentEnd - start;
  }

  /**
   * Returns whether the record is one line of nothing but spaces and tabs.
   *
   * @param delimiter is not blank, even if it is a space or a tab
   */
  public boolean isBlank(char delimiter) {
    int contentEnd = start + contentLength();
    for (int i = start; i < contentEnd; i++) {
      if ((window[i] != ' ' && window[i] != '\t') || window[i] == delimiter) {
        return false;
      }
    }
    return lines == 1;
  }

  /** Returns the record as text, with replacement characters for bytes that are not UTF-8. */
  public String lenientText() {
    return new String(window, start, contentLength(), StandardCharsets.UTF_8);
  }

  /** Returns the beginning of a line that is {@link Step#FULL}. */
  public String fullLineExcerpt(int bytes) {
    int length = Math.min(bytes, maxRecordBytes);
    // Not in the middle of a character, whose further bytes are 10xxxxxx.
    while (length > 0 && (window[start + length] & 0xC0) == 0x80) {
      length--;
    }
    return new String(window, start, length, StandardCharsets.UTF_8) + "…";
  }

  /** Returns the record without the terminator of its last line; valid as {@link #array()} is. */
  public ByteBuffer content() {
    return ByteBuffer.wrap(window, start, contentLength());
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Reads more, which may move the record within the window; false at the end of the stream. */
  private boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    if (window.length - limit < READ_BYTES) {
      System.arraycopy(window, start, window, 0, limit - start);
      end -= start;
      firstLineEnd -= start;
      limit -= start;
      start = 0;
    }
    if (window.length - limit < READ_BYTES) {
      window = Arrays.copyOf(window, Math.min(2 * window.length, maxBytes));
    }
    int read = in.read(window, limit, window.length - limit);
    ended = read < 0;
    limit += Math.max(read, 0);
    return !ended;
  }
}
