package io.storestream.formats.row;

import io.storestream.formats.StoreColumns;
import io.storestream.formats.StoreMapping;
import io.storestream.formats.StoreMapping.Column;
import io.storestream.formats.StoreMapping.Constant;
import io.storestream.formats.StoreMapping.Source;
import io.storestream.model.StoreField;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The names of the columns of rows: which column holds which field. Columns may be missing, because
 * any record of a file may turn out to be the line of column names. Immutable.
 */
public final class RowHeader {

  /**
   * One alternative of a field.
   *
   * @param index of the column, or -1 for a constant
   * @param text the name of the column, or the constant
   */
  public record Cell(int index, String text) {
    @Override
    public String toString() {
      return index < 0 ? "'" + text + "'" : text;
    }
  }

  /** The alternatives of a field, at least one. */
  public record Field(StoreField field, List<Cell> cells) {}

  private final List<String> names;
  private final List<String> keys;
  private final boolean[] known;
  private final List<String> missing = new ArrayList<>();
  private final List<Cell> storeNumber;
  private final List<Field> fields = new ArrayList<>();
  private final List<Cell> updatedAt;
  private @Nullable String ambiguous;

  /**
   * @param names of the columns, as they stand in the file
   */
  public RowHeader(List<String> names, StoreMapping mapping) {
    this.names = names.stream().map(String::strip).toList();
    this.keys = this.names.stream().map(StoreColumns::key).toList();
    this.known = new boolean[names.size()];
    this.storeNumber = cells(mapping.storeNumber());
    for (StoreField field : StoreField.values()) {
      List<Cell> cells = cells(mapping.fields().getOrDefault(field, List.of()));
      if (!cells.isEmpty()) {
        fields.add(new Field(field, cells));
      }
    }
    this.updatedAt = cells(mapping.updatedAt());
  }

  private List<Cell> cells(List<Source> sources) {
    List<Cell> cells = new ArrayList<>();
    for (Source source : sources) {
      if (source instanceof Constant constant) {
        cells.add(new Cell(-1, constant.text()));
      } else if (source instanceof Column column) {
        int index = indexOf(column);
        if (index >= 0) {
          cells.add(new Cell(index, names.get(index)));
        } else if (column.required()) {
          missing.add(column.name());
        }
      }
    }
    return List.copyOf(cells);
  }

  private int indexOf(Column column) {
    List<String> wanted = column.names().stream().map(StoreColumns::key).toList();
    int found = -1;
    for (int i = 0; i < keys.size(); i++) {
      if (wanted.contains(keys.get(i))) {
        if (found >= 0 && ambiguous == null) {
          ambiguous = names.get(i);
        }
        found = i;
        known[i] = true;
      }
    }
    return found;
  }

  /** Returns the names of required columns that are not there. */
  public List<String> missing() {
    return missing;
  }

  /** Returns the name of a column that is there twice, or {@code null} if none is. */
  public @Nullable String ambiguous() {
    return ambiguous;
  }

  /** Returns how many columns are known. */
  public int knownColumns() {
    int count = 0;
    for (boolean it : known) {
      count += it ? 1 : 0;
    }
    return count;
  }

  /** Returns the names of all columns, as they stand in the file. */
  public List<String> names() {
    return names;
  }

  /** Returns what the spellings of each column's name have in common. */
  public List<String> keys() {
    return keys;
  }

  /** Returns the keys of the known columns. */
  public Set<String> knownKeys() {
    Set<String> knownKeys = new LinkedHashSet<>();
    for (int i = 0; i < known.length; i++) {
      if (known[i]) {
        knownKeys.add(keys.get(i));
      }
    }
    return knownKeys;
  }

  /** Returns the names of the unknown columns, as they stand in the file, each once. */
  public List<String> unknownColumns() {
    Set<String> unknown = new LinkedHashSet<>();
    for (int i = 0; i < known.length; i++) {
      if (!known[i] && !keys.get(i).isEmpty()) {
        unknown.add(names.get(i));
      }
    }
    return List.copyOf(unknown);
  }

  /** Returns the columns of the store number. */
  public List<Cell> storeNumber() {
    return storeNumber;
  }

  /** Returns the fields that the file has. */
  public List<Field> fields() {
    return fields;
  }

  /** Returns the alternatives of the time of a row. */
  public List<Cell> updatedAt() {
    return updatedAt;
  }

  /** Returns the alternatives of a field. */
  public List<Cell> cellsOf(StoreField field) {
    return fields.stream()
        .filter(it -> it.field() == field)
        .findFirst()
        .map(Field::cells)
        .orElse(List.of());
  }

  /** Returns a line for each field and its alternatives, and one for the unknown columns. */
  public List<String> description() {
    List<String> lines = new ArrayList<>();
    lines.add("storeNumber: " + joined(storeNumber));
    fields.forEach(field -> lines.add(field.field().jsonName() + ": " + joined(field.cells())));
    if (!updatedAt.isEmpty()) {
      lines.add("updatedAt: " + joined(updatedAt));
    }
    if (!unknownColumns().isEmpty()) {
      lines.add("unknown columns: " + excerpt(unknownColumns()));
    }
    return lines;
  }

  /** Returns names for a message, as far as people read them. */
  public static String excerpt(List<String> names) {
    String excerpt = names.stream().limit(50).collect(Collectors.joining(", "));
    return excerpt.length() > 500 || names.size() > 50
        ? excerpt.substring(0, Math.min(500, excerpt.length())) + "…"
        : excerpt;
  }

  private static String joined(List<Cell> cells) {
    return cells.stream().map(Cell::toString).collect(Collectors.joining(" | "));
  }
}
