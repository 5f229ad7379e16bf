package io.storestream.formats.csv;

import io.storestream.formats.ReadOptions;
import io.storestream.formats.csv.CsvHeader.Cell;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import io.storestream.model.Texts;
import io.storestream.model.Version;
import io.storestream.model.event.EpochUnit;
import io.storestream.model.event.EventTimes;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes stores of the rows of one file. Immutable. */
final class CsvStoreDecoder {

  private static final Pattern DECIMAL_COMMA = Pattern.compile("[+\u2212-]?\\d{1,3},\\d+");

  /** Characters that nobody sees and that no store keeps around its texts. */
  private static final Pattern FORMAT = Pattern.compile("\\p{Cf}+");

  private final CsvHeader header;
  private final boolean decimalComma;
  private final Set<String> nullTexts;
  private final @Nullable EpochUnit epoch;

  CsvStoreDecoder(CsvHeader header, CsvDialect dialect, ReadOptions options) {
    this.header = header;
    this.decimalComma = dialect.allowsDecimalComma();
    this.nullTexts = options.nullTexts();
    this.epoch = options.epoch();
  }

  /**
   * Returns the time of a row, or {@code null} if it has none.
   *
   * @throws IllegalArgumentException if it has one that can't be read
   * @throws java.time.DateTimeException as {@link Version#firstAt} says
   */
  @Nullable Instant updatedAt(CsvRecords row) {
    String text = textOf(header.updatedAt(), row);
    return text == null ? null : Version.firstAt(EventTimes.parse(text, epoch)).updatedAt();
  }

  /** Returns whether the store number of a row has a digit. */
  boolean hasNumber(CsvRecords row) {
    String text = textOf(header.storeNumber(), row);
    return text != null && hasDigit(text);
  }

  private static boolean hasDigit(String text) {
    return text.chars().anyMatch(Character::isDigit);
  }

  /** Returns a builder with the texts of a row. */
  StoreBuilder store(CsvRecords row) {
    StoreBuilder store = new StoreBuilder().storeNumber(textOf(header.storeNumber(), row));
    for (CsvHeader.Field field : header.fields()) {
      String text = textOf(field.cells(), row);
      store.set(field.field(), field.field().isNumber() ? withPoint(text) : text);
    }
    return store;
  }

  /** Returns the first text that is not missing, or {@code null} if all are. */
  private @Nullable String textOf(List<Cell> cells, CsvRecords row) {
    for (Cell cell : cells) {
      boolean isConstant = cell.index() < 0;
      String text = isConstant ? cell.text() : row.text(cell.index());
      String visible = visible(text);
      if (!visible.isEmpty() && (isConstant || !nullTexts.contains(visible))) {
        return text;
      }
    }
    return null;
  }

  /** Returns what people see of a text, without white space around it. */
  private static String visible(String text) {
    return text.isEmpty()
            || !(isSpecial(text.charAt(0)) || isSpecial(text.charAt(text.length() - 1)))
        ? text
        : Texts.strip(FORMAT.matcher(text).replaceAll(""));
  }

  private static boolean isSpecial(char c) {
    return c <= ' ' || c >= 0x7F;
  }

  private @Nullable String withPoint(@Nullable String number) {
    if (!decimalComma || number == null || number.indexOf(',') < 0) {
      return number;
    }
    String visible = visible(number);
    return DECIMAL_COMMA.matcher(visible).matches() ? visible.replace(',', '.') : number;
  }

  /**
   * Returns whether a record above the column names seems to be the row of a store: it has a
   * country, and a store number with a digit, which titles rarely have in the same place.
   */
  static boolean seemsStore(String record, CsvHeader header, CsvDialect dialect) {
    List<String> texts = CsvSplitter.split(record, dialect);
    return hasDigit(anyOf(header.storeNumber(), texts))
        && !anyOf(header.cellsOf(StoreField.COUNTRY), texts).isBlank();
  }

  private static String anyOf(List<Cell> cells, List<String> texts) {
    return cells.stream()
        .filter(cell -> cell.index() >= 0 && cell.index() < texts.size())
        .map(cell -> texts.get(cell.index()))
        .filter(text -> !text.isBlank())
        .findFirst()
        .orElse("");
  }
}
