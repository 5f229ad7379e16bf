package io.storestream.formats.csv;

/** What is written in place of quotes and other special characters in a CSV field. */
final class CsvEscapes {

  private CsvEscapes() {}

  /**
   * Returns the text of a field.
   *
   * @param raw what stands between the quotes, or between the delimiters
   * @param isQuoted whether two quotes stand for one
   * @param backslashes whether a backslash escapes the next character, as MySQL writes it
   */
  static String unescape(String raw, boolean isQuoted, boolean backslashes) {
    if (backslashes && !isQuoted && raw.strip().equals("\\N")) {
      return "";
    }
    StringBuilder text = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (backslashes && c == '\\' && i + 1 < raw.length()) {
        i++;
        text.append(meaningOf(raw.charAt(i)));
      } else {
        text.append(c);
        if (c == '"' && isQuoted) {
          i++;
        }
      }
    }
    return text.toString();
  }

  private static char meaningOf(char escaped) {
    return switch (escaped) {
      case '0' -> '\0';
      case 'b' -> '\b';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'Z' -> '\u001A';
      default -> escaped;
    };
  }
}
