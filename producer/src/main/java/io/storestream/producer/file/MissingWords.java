package io.storestream.producer.file;

import io.storestream.formats.RowReader.Row;
import io.storestream.model.Store;
import io.storestream.model.StoreField;
import io.storestream.model.event.StoreChange;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds texts that programs write for missing values, such as {@code NULL}. They are published as
 * they stand, because a place may have such a name; only {@code --null-text} leaves them out. Not
 * thread-safe.
 */
public final class MissingWords {

  /** NA is not one of them: it is Namibia. A country is in capitals. */
  private static final Set<String> WORDS =
      Set.of(
          "NULL",
          "null",
          "Null",
          "(null)",
          "(NULL)",
          "<null>",
          "<NULL>",
          "[NULL]",
          "\\N",
          "N/A",
          "n/a",
          "<NA>",
          "NaN",
          "nan",
          "NAN",
          "None",
          "NONE",
          "nil",
          "NIL",
          "undefined",
          "UNDEFINED",
          "#N/A",
          "#NV",
          "#REF!",
          "#VALUE!",
          "#NAME?",
          "#NULL!",
          "#NUM!",
          "#DIV/0!");

  private static final int MAX_WORD = 9;

  private final FirstRows found = new FirstRows();
  private final Set<String> words = new LinkedHashSet<>();

  /** Checks a row. */
  public void accept(Row.Event row) {
    if (!(row.change() instanceof StoreChange.Upsert upsert)) {
      return;
    }
    check(row, "storeNumber", upsert.storeNumber());
    Store store = upsert.store();
    for (StoreField field : StoreField.values()) {
      if (!field.isNumber()) {
        check(row, field.jsonName(), field.textOf(store));
      }
    }
  }

  private void check(Row.Event row, String name, @Nullable String text) {
    if (text != null && text.length() <= MAX_WORD && WORDS.contains(text)) {
      words.add(text);
      found.add(
          "line %d: %s: %s is %s".formatted(row.line(), row.change().storeNumber(), name, text));
    }
  }

  /** Returns the texts that were found, each with its row. */
  public FirstRows found() {
    return found;
  }

  /** Returns the option that leaves them out, such as {@code --null-text NULL,N/A}. */
  public String option() {
    return "--null-text '%s'".formatted(String.join(",", words));
  }
}
