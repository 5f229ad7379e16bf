package io.storestream.formats.csv;

import io.storestream.cli.CommandFailedException;
import io.storestream.formats.StoreColumns;
import io.storestream.formats.row.RowHeader;
import io.storestream.model.StoreField;
import io.storestream.model.text.Texts;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes the rows of a file that are no data, but written by a program around the data. Not
 * thread-safe.
 *
 * <p>No row that {@link CsvStoreEncoder} writes is taken for one of these.
 */
final class NoData {

  /** The tags of HXL are the first row or near it; libhxl looks for them as far as this. */
  private static final int MAX_HXL_ROWS = 25;

  /** Of the Humanitarian Exchange Language, such as {@code #adm1 +name}. */
  private static final Pattern HXL_TAG =
      Pattern.compile("#\\p{L}[\\p{L}\\p{N}_]*(\\s*\\+\\s*\\p{L}[\\p{L}\\p{N}_]*)*");

  /** Dashes and the like, of which tables in text have their borders. */
  private static final Pattern BORDER =
      Pattern.compile("[-=_+|~*:\\s\\p{Z}\\p{Cf}\u2013\u2014\u2500-\u257F]+");

  /** What sqlcmd, psql (in any language), MySQL and SQL*Plus write below a table. */
  private static final Pattern ROW_COUNT =
      Pattern.compile(
          "\\([\\d,.]+ \\p{L}[\\p{L}() ]*\\)"
              + "|[\\d,.]+ rows?( affected| selected| in set.*)?\\.?"
              + "|Completion time: .*",
          Pattern.CASE_INSENSITIVE);

  /** Names of columns are shorter than this, as far as repeated ones are recognized. */
  private static final int MAX_NAME = 64;

  private final String file;
  private final RowHeader header;
  private final long headerLine;
  private final char delimiter;
  private final Set<String> keys;
  private int rows;

  /**
   * @param file for messages
   * @param headerLine the line of the header, for messages
   */
  NoData(String file, RowHeader header, long headerLine, CsvDialect dialect) {
    this.file = file;
    this.header = header;
    this.headerLine = headerLine;
    this.delimiter = dialect.delimiter();
    this.keys = new HashSet<>(header.keys());
    keys.remove("");
  }

  /**
   * Returns why a row is no data, or {@code null} if it may be.
   *
   * @throws CommandFailedException if the row has the column names of another file, because then
   *     the fields below it are in other places
   */
  @Nullable String reason(CsvRecords row) {
    rows++;
    int filled = 0;
    int first = -1;
    for (int i = 0; i < row.width(); i++) {
      if (!row.isEmpty(i)) {
        filled++;
        first = first < 0 ? i : first;
      }
    }
    if (first < 0) {
      return "has no values";
    }
    String text = row.text(first);
    if (text.isEmpty() || isBorder(text)) {
      return emptyOrBorder(row);
    }
    if (text.charAt(0) == '#' && rows <= MAX_HXL_ROWS && isHxl(row)) {
      return "is a row of HXL tags";
    }
    if (text.length() <= MAX_NAME && keys.contains(StoreColumns.key(text)) && isHeader(row)) {
      return "repeats the column names";
    }
    return filled <= 2 && isRowCount(row) ? "is a row count" : null;
  }

  /**
   * Returns whether a text is a piece of a border, or blank.
   *
   * @param text not empty
   */
  static boolean isBorder(String text) {
    return !Character.isLetterOrDigit(text.charAt(0)) && BORDER.matcher(text).matches();
  }

  private static @Nullable String emptyOrBorder(CsvRecords row) {
    boolean isEmpty = true;
    for (int i = 0; i < row.width(); i++) {
      String text = row.text(i);
      if (!Texts.isBlank(text)) {
        isEmpty = false;
        if (row.isQuoted(i) || !isBorder(text)) {
          return null;
        }
      }
    }
    return isEmpty ? "has no values" : "is a border";
  }

  private boolean isHxl(CsvRecords row) {
    for (int i = 0; i < row.width(); i++) {
      String text = Texts.strip(row.text(i));
      if (!text.isEmpty() && !HXL_TAG.matcher(text).matches()) {
        return false;
      }
    }
    // Countries are written in capitals, and tags are not.
    return header.cellsOf(StoreField.COUNTRY).stream()
        .filter(cell -> cell.index() >= 0)
        .map(cell -> row.text(cell.index()))
        .allMatch(text -> text.isBlank() || !text.equals(text.toUpperCase(Locale.ROOT)));
  }

  private boolean isHeader(CsvRecords row) {
    List<String> names = Arrays.stream(row.texts()).map(StoreColumns::key).toList();
    if (withoutBlankEnd(names).equals(withoutBlankEnd(header.keys()))) {
      return true;
    }
    if (names.containsAll(header.knownKeys())) {
      throw new CommandFailedException(
          "%s, line %d has other column names than line %d: publish the parts of the file separately"
              .formatted(file, row.line(), headerLine));
    }
    return false;
  }

  private static List<String> withoutBlankEnd(List<String> names) {
    int end = names.size();
    while (end > 0 && names.get(end - 1).isEmpty()) {
      end--;
    }
    return names.subList(0, end);
  }

  private boolean isRowCount(CsvRecords row) {
    String text = row.text().strip();
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == delimiter || text.charAt(end - 1) == '"')) {
      end--;
    }
    int start = end > 0 && text.charAt(0) == '"' ? 1 : 0;
    return ROW_COUNT.matcher(text.substring(start, Math.max(start, end))).matches();
  }
}
