package io.storestream.formats.csv;

/**
 * Tracks the quotes of one record, line by line, to find its end. Not thread-safe.
 *
 * <p>The rules are those of FastCSV: RFC 4180, and a quote inside an unquoted field is an ordinary
 * character, as in {@code 12" pipe}. Quotes, commas and line ends are the same bytes in UTF-8 as in
 * ASCII, so nothing is decoded.
 */
final class CsvQuoting {

  private enum State {
    FIELD_START,
    UNQUOTED,
    QUOTED,
    QUOTE_IN_QUOTED,
    BROKEN
  }

  private State state = State.FIELD_START;

  /** Begins a record. */
  void reset() {
    state = State.FIELD_START;
  }

  /**
   * Tracks more bytes of the record.
   *
   * @param from the first byte
   * @param to the end of a line
   */
  void follow(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && state != State.BROKEN) {
      // Most bytes are inside a field and change nothing: tight loops skip them.
      switch (state) {
        case UNQUOTED -> i = indexOf((byte) ',', bytes, i, to);
        case QUOTED -> i = indexOf((byte) '"', bytes, i, to);
        default -> {}
      }
      if (i < to) {
        state = next(state, bytes[i++]);
      }
    }
  }

  private static int indexOf(byte wanted, byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && bytes[i] != wanted) {
      i++;
    }
    return i;
  }

  private static State next(State state, byte b) {
    return switch (state) {
      case FIELD_START -> b == '"' ? State.QUOTED : b == ',' ? State.FIELD_START : State.UNQUOTED;
      case UNQUOTED -> b == ',' ? State.FIELD_START : State.UNQUOTED;
      case QUOTED -> b == '"' ? State.QUOTE_IN_QUOTED : State.QUOTED;
      case QUOTE_IN_QUOTED ->
          switch (b) {
            case '"' -> State.QUOTED;
            case ',' -> State.FIELD_START;
            case '\r', '\n' -> State.QUOTE_IN_QUOTED;
            default -> State.BROKEN;
          };
      case BROKEN -> State.BROKEN;
    };
  }

  /** Returns whether the record goes on in the next line. */
  boolean isOpen() {
    return state == State.QUOTED;
  }

  /** Returns whether something other than a comma follows a closing quote. */
  boolean isBroken() {
    return state == State.BROKEN;
  }
}
