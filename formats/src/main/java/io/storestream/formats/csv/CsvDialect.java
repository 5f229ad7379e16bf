package io.storestream.formats.csv;

/**
 * How the rows of a CSV file are split. Quotes are double quotes in all dialects.
 *
 * @param delimiter an ASCII character
 * @param backslashEscapes whether a backslash escapes the next character, also outside of quotes
 */
record CsvDialect(char delimiter, boolean backslashEscapes) {

  /** Returns whether numbers may have a decimal comma. */
  boolean allowsDecimalComma() {
    return delimiter != ',';
  }

  /** Returns the name of the delimiter. */
  String name() {
    return switch (delimiter) {
      case ',' -> "comma";
      case ';' -> "semicolon";
      case '\t' -> "tab";
      case '|' -> "pipe";
      case ' ' -> "space";
      default -> delimiter < ' ' ? "U+%04X".formatted((int) delimiter) : "'" + delimiter + "'";
    };
  }
}
