package io.storestream.formats.row;

import io.storestream.formats.row.RowHeader.Cell;
import io.storestream.model.StoreBuilder;
import io.storestream.model.Version;
import io.storestream.model.event.EpochUnit;
import io.storestream.model.event.EventTimes;
import io.storestream.model.text.Texts;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes stores of rows with the same columns. A row gives the text of each column by its index;
 * empty if it has none. Immutable.
 */
public final class RowDecoder {

  private static final Pattern DECIMAL_COMMA = Pattern.compile("[+\u2212-]?\\d{1,3},\\d+");

  /** Characters that nobody sees and that no store keeps around its texts. */
  private static final Pattern FORMAT = Pattern.compile("\\p{Cf}+");

  private final RowHeader header;
  private final boolean decimalComma;
  private final Set<String> nullTexts;
  private final @Nullable EpochUnit epoch;

  /**
   * @param decimalComma whether numbers may have one
   * @param nullTexts texts that stand for a missing value
   * @param epoch the unit of times that are numbers; {@code null} to reject them
   */
  public RowDecoder(
      RowHeader header, boolean decimalComma, Set<String> nullTexts, @Nullable EpochUnit epoch) {
    this.header = header;
    this.decimalComma = decimalComma;
    this.nullTexts = Set.copyOf(nullTexts);
    this.epoch = epoch;
  }

  /**
   * Returns the time of a row, or {@code null} if it has none.
   *
   * @throws IllegalArgumentException if it has one that can't be read
   * @throws java.time.DateTimeException as {@link Version#firstAt} says
   */
  public @Nullable Instant updatedAt(IntFunction<String> row) {
    String text = textOf(header.updatedAt(), row);
    return text == null ? null : Version.firstAt(EventTimes.parse(text, epoch)).updatedAt();
  }

  /** Returns the store number of a row as it stands there, or {@code null} if it is missing. */
  public @Nullable String storeNumber(IntFunction<String> row) {
    return textOf(header.storeNumber(), row);
  }

  /** Returns a builder with the texts of a row. */
  public StoreBuilder store(IntFunction<String> row) {
    StoreBuilder store = new StoreBuilder().storeNumber(storeNumber(row));
    for (RowHeader.Field field : header.fields()) {
      String text = textOf(field.cells(), row);
      store.set(field.field(), field.field().isNumber() ? withPoint(text) : text);
    }
    return store;
  }

  /** Returns the first text that is not missing, or {@code null} if all are. */
  private @Nullable String textOf(List<Cell> cells, IntFunction<String> row) {
    for (Cell cell : cells) {
      boolean isConstant = cell.index() < 0;
      String text = isConstant ? cell.text() : row.apply(cell.index());
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
}
