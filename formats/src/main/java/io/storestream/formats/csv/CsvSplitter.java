package io.storestream.formats.csv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Splits one record into fields, line by line, and finds its end. Not thread-safe.
 *
 * <p>The rules are RFC 4180 and what programs do beyond it:
 *
 * <ul>
 *   <li>a quote inside an unquoted field is an ordinary character, as in {@code 12" pipe};
 *   <li>blanks around a quoted field are ignored, as are other white space and format characters;
 *   <li>a spreadsheet's formula {@code ="00901"} is a quoted field;
 *   <li>a byte-order mark or Ctrl-Z around the record is ignored, as joined files have them;
 *   <li>a backslash escapes the next character, line ends too, if the dialect says so: {@code \n}
 *       and the like are control characters, and {@code \N} alone is an empty field.
 * </ul>
 *
 * <p>Quotes, delimiters and line ends are the same bytes in UTF-8 as in ASCII, so bytes are split
 * and only fields are decoded. FastCSV knows neither such escapes nor blanks before a formula, and
 * can't continue after a malformed record.
 */
final class CsvSplitter {

  private enum State {
    FIELD_START,
    EQUALS,
    UNQUOTED,
    QUOTED,
    QUOTE_IN_QUOTED,
    AFTER_QUOTED,
    ESCAPED,
    ESCAPED_CR,
    ESCAPED_LF,
    BROKEN
  }

  private static final byte CTRL_Z = 0x1A;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final byte delimiter;
  private final boolean escapes;
  private State state = State.FIELD_START;
  private State escapedFrom = State.UNQUOTED;

  // Offsets from the first byte of the record, because the record moves in memory while it grows.
  private int[] starts = new int[32];
  private int[] ends = new int[32];
  private boolean[] quoted = new boolean[32];
  private boolean[] escaped = new boolean[32];
  private int fields;
  private int start;
  private int end;
  private boolean isQuoted;
  private boolean isEscaped;

  CsvSplitter(CsvDialect dialect) {
    delimiter = (byte) dialect.delimiter();
    escapes = dialect.backslashEscapes();
  }

  /** Begins a record. */
  void reset() {
    fields = 0;
    beginField(0);
  }

  private void beginField(int at) {
    state = State.FIELD_START;
    start = at;
    isQuoted = false;
    isEscaped = false;
  }

  /**
   * Follows one more line of the record.
   *
   * @param base where the record begins
   * @param from the first byte of the line, from there
   * @param to the end of the line, its terminator included
   */
  void follow(byte[] bytes, int base, int from, int to) {
    int i = from;
    if (from == 0 && startsWithMark(bytes, base, to)) {
      i = BYTE_ORDER_MARK.length;
      start = i;
    }
    while (i < to && state != State.BROKEN) {
      // Most bytes are inside a field and change nothing: tight loops skip them.
      switch (state) {
        case UNQUOTED -> i = indexOf(delimiter, bytes, base, i, to);
        case QUOTED -> i = indexOf((byte) '"', bytes, base, i, to);
        case FIELD_START -> i = afterInvisible(bytes, base, i, to);
        case QUOTE_IN_QUOTED, AFTER_QUOTED -> {
          int after = afterInvisible(bytes, base, i, to);
          state = after > i ? State.AFTER_QUOTED : state;
          i = after;
        }
        default -> {}
      }
      if (i < to) {
        next(bytes[base + i], i);
        i++;
      }
    }
  }

  private static boolean startsWithMark(byte[] bytes, int base, int to) {
    return to >= BYTE_ORDER_MARK.length
        && Arrays.equals(bytes, base, base + BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, 3);
  }

  /** Returns where the white space and format characters beyond ASCII end that begin here. */
  private static int afterInvisible(byte[] bytes, int base, int from, int to) {
    int i = from;
    while (i < to && bytes[base + i] < 0) {
      int length = (bytes[base + i] & 0xE0) == 0xC0 ? 2 : 3;
      if (i + length > to || !isInvisible(codePoint(bytes, base + i, length))) {
        break;
      }
      i += length;
    }
    return i;
  }

  /** Returns a code point of two or three bytes; any other is one that is visible. */
  private static int codePoint(byte[] bytes, int at, int length) {
    int second = bytes[at + 1] & 0x3F;
    if (length == 2) {
      return (bytes[at] & 0x1F) << 6 | second;
    }
    return (bytes[at] & 0xF0) == 0xE0
        ? (bytes[at] & 0x0F) << 12 | second << 6 | (bytes[at + 2] & 0x3F)
        : '?';
  }

  private static boolean isInvisible(int codePoint) {
    return Character.isSpaceChar(codePoint) || Character.getType(codePoint) == Character.FORMAT;
  }

  private int indexOf(byte wanted, byte[] bytes, int base, int from, int to) {
    int i = base + from;
    int limit = base + to;
    if (escapes) {
      while (i < limit && bytes[i] != wanted && bytes[i] != '\\') {
        i++;
      }
    } else {
      while (i < limit && bytes[i] != wanted) {
        i++;
      }
    }
    return i - base;
  }

  private void next(byte b, int at) {
    switch (state) {
      case FIELD_START -> atFieldStart(b, at);
      case EQUALS -> {
        if (b == '"') {
          beginQuoted(at);
        } else {
          inUnquoted(b, at);
        }
      }
      case UNQUOTED -> inUnquoted(b, at);
      case QUOTED -> {
        if (b == '"') {
          state = State.QUOTE_IN_QUOTED;
          end = at;
        } else if (escapes && b == '\\') {
          escape(State.QUOTED);
        }
      }
      case QUOTE_IN_QUOTED -> {
        if (b == '"') {
          state = State.QUOTED;
          isEscaped = true;
        } else {
          afterQuoted(b, at);
        }
      }
      case AFTER_QUOTED -> afterQuoted(b, at);
      case ESCAPED ->
          state = b == '\r' ? State.ESCAPED_CR : b == '\n' ? State.ESCAPED_LF : escapedFrom;
      case ESCAPED_CR, ESCAPED_LF -> {
        if (state == State.ESCAPED_CR && b == '\n') {
          state = State.ESCAPED_LF;
        } else {
          state = escapedFrom;
          next(b, at);
        }
      }
      case BROKEN -> {}
    }
  }

  private void atFieldStart(byte b, int at) {
    if (b == delimiter) {
      endField(at, at);
    } else if (b == '"') {
      beginQuoted(at);
    } else if (b == '=') {
      state = State.EQUALS;
    } else if (b == CTRL_Z) {
      start = at + 1;
    } else if (!isBlank(b)) {
      inUnquoted(b, at);
    }
  }

  private void inUnquoted(byte b, int at) {
    if (b == delimiter) {
      endField(at, at);
    } else if (escapes && b == '\\') {
      escape(State.UNQUOTED);
    } else {
      state = State.UNQUOTED;
    }
  }

  private void beginQuoted(int at) {
    state = State.QUOTED;
    start = at + 1;
    isQuoted = true;
  }

  private void escape(State from) {
    state = State.ESCAPED;
    escapedFrom = from;
    isEscaped = true;
  }

  private void afterQuoted(byte b, int at) {
    if (b == delimiter) {
      endField(end, at);
    } else {
      state = isBlank(b) || b == CTRL_Z ? State.AFTER_QUOTED : State.BROKEN;
    }
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  private void endField(int fieldEnd, int at) {
    if (fields == starts.length) {
      starts = Arrays.copyOf(starts, fields * 2);
      ends = Arrays.copyOf(ends, fields * 2);
      quoted = Arrays.copyOf(quoted, fields * 2);
      escaped = Arrays.copyOf(escaped, fields * 2);
    }
    starts[fields] = start;
    ends[fields] = fieldEnd;
    quoted[fields] = isQuoted;
    escaped[fields] = isEscaped;
    fields++;
    beginField(at + 1);
  }

  /** Returns whether the record goes on in the next line. */
  boolean isOpen() {
    return switch (state) {
      case QUOTED, ESCAPED, ESCAPED_CR, ESCAPED_LF -> true;
      default -> false;
    };
  }

  /** Returns whether a quoted field is open. */
  boolean isInQuotes() {
    return isQuoted;
  }

  /** Returns whether something other than a delimiter follows a closing quote. */
  boolean isBroken() {
    return state == State.BROKEN;
  }

  /**
   * Ends the record, which is neither open nor broken.
   *
   * @param length of the record without its last line end
   */
  void finish(byte[] bytes, int base, int length) {
    if (isQuoted) {
      endField(end, length);
      return;
    }
    int last = length;
    while (last > start && bytes[base + last - 1] == CTRL_Z) {
      last--;
    }
    endField(Math.max(start, last), length);
  }

  /** Returns the number of fields. */
  int width() {
    return fields;
  }

  /** Returns whether a field is quoted. */
  boolean isQuoted(int field) {
    return quoted[field];
  }

  /** Returns whether a field has no character, not even a blank. */
  boolean isEmpty(int field) {
    return starts[field] == ends[field];
  }

  /** Returns the text of a field, without quotes and escapes. */
  String text(int field, byte[] bytes, int base) {
    int from = starts[field];
    String raw = new String(bytes, base + from, ends[field] - from, StandardCharsets.UTF_8);
    return escaped[field] ? CsvEscapes.unescape(raw, quoted[field], escapes) : raw;
  }

  /**
   * Returns the text of a field, without quotes and escapes.
   *
   * @param ascii the record, one character for each byte
   */
  String text(int field, String ascii) {
    String raw = ascii.substring(starts[field], ends[field]);
    return escaped[field] ? CsvEscapes.unescape(raw, quoted[field], escapes) : raw;
  }

  /** Returns the fields of a single record; none if it is malformed. */
  static List<String> split(String record, CsvDialect dialect) {
    byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
    CsvSplitter splitter = new CsvSplitter(dialect);
    splitter.reset();
    splitter.follow(bytes, 0, 0, bytes.length);
    if (splitter.isOpen() || splitter.isBroken()) {
      return List.of();
    }
    splitter.finish(bytes, 0, bytes.length);
    return IntStream.range(0, splitter.width())
        .mapToObj(field -> splitter.text(field, bytes, 0))
        .toList();
  }
}
