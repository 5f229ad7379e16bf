package io.storestream.formats.json;

import io.storestream.formats.text.LineReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The elements of the one array that a file holds. Not thread-safe.
 *
 * <p>Elements are told apart by their brackets and quotes alone, so that an element that is no JSON
 * costs only itself; a parser would stop there. The memory is that of the longest element, and
 * bounded.
 */
final class JsonElements implements JsonTexts {

  private static final int READ_BYTES = 64 * 1024;
  private static final int FIRST_ELEMENT_BYTES = 1024;

  private final InputStream in;
  private final byte[] buffer = new byte[READ_BYTES];
  private int position;
  private int limit;
  private byte[] element = new byte[FIRST_ELEMENT_BYTES];
  private int length;
  private boolean isTooLong;
  private long line = 1;
  private long currentLine = 1;
  private boolean isOpen;
  private boolean isClosed;

  /**
   * @param utf8 begins with an array, after white space; closed with this
   */
  JsonElements(InputStream utf8) {
    in = utf8;
  }

  @Override
  public boolean next() throws IOException {
    if (!isOpen) {
      isOpen = true;
      skipBlank();
      read();
    }
    while (!isClosed) {
      readElement();
      if (length > 0) {
        return true;
      }
    }
    if (skipBlank() >= 0) {
      throw new IOException(
          "line %d: something follows the JSON array: a file holds one array, or one object a line"
              .formatted(currentLine));
    }
    return false;
  }

  /** Reads up to the comma or bracket that ends the element, and consumes that too. */
  private void readElement() throws IOException {
    length = 0;
    isTooLong = false;
    skipBlank();
    line = currentLine;
    int depth = 0;
    boolean isText = false;
    boolean isEscaped = false;
    while (true) {
      int b = read();
      if (b < 0) {
        throw new IOException(
            "the JSON array ends in the middle of the element of line %d: get the file again, or close what is open there"
                .formatted(line));
      }
      if (isEscaped) {
        isEscaped = false;
      } else if (isText) {
        isEscaped = b == '\\';
        isText = b != '"';
      } else if (b == '"') {
        isText = true;
      } else if (b == '{' || b == '[') {
        depth++;
      } else if (depth == 0 && (b == ',' || b == ']')) {
        isClosed = b == ']';
        trim();
        return;
      } else if (b == '}' || b == ']') {
        depth = Math.max(0, depth - 1);
      }
      add((byte) b);
    }
  }

  private void add(byte b) {
    if (length == LineReader.MAX_RECORD_BYTES) {
      isTooLong = true;
      return;
    }
    if (length == element.length) {
      element = Arrays.copyOf(element, Math.min(2 * length, LineReader.MAX_RECORD_BYTES));
    }
    element[length++] = b;
  }

  private void trim() {
    while (length > 0 && isBlank(element[length - 1])) {
      length--;
    }
  }

  /** Skips white space, and returns what follows it without consuming it; -1 at the end. */
  private int skipBlank() throws IOException {
    while (position < limit || fill()) {
      if (!isBlank(buffer[position])) {
        return buffer[position] & 0xFF;
      }
      read();
    }
    return -1;
  }

  private static boolean isBlank(int b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  private int read() throws IOException {
    if (position == limit && !fill()) {
      return -1;
    }
    byte b = buffer[position++];
    currentLine += b == '\n' ? 1 : 0;
    return b & 0xFF;
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(in.read(buffer), 0);
    return limit > 0;
  }

  @Override
  public long line() {
    return line;
  }

  @Override
  public boolean isTooLong() {
    return isTooLong;
  }

  @Override
  public ByteBuffer content() {
    return ByteBuffer.wrap(element, 0, length);
  }

  @Override
  public String text() {
    int end = isTooLong ? JsonRowReader.EXCERPT_BYTES : length;
    // Not in the middle of a character, whose further bytes are 10xxxxxx.
    while (end < length && end > 0 && (element[end] & 0xC0) == 0x80) {
      end--;
    }
    String text = new String(element, 0, end, StandardCharsets.UTF_8);
    return isTooLong ? text + "…" : text;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
