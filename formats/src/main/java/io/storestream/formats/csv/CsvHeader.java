package io.storestream.formats.csv;

import io.storestream.cli.CommandFailedException;
import io.storestream.formats.StoreColumns;
import io.storestream.formats.StoreMapping;
import io.storestream.formats.StoreMapping.Column;
import io.storestream.formats.StoreMapping.Constant;
import io.storestream.formats.StoreMapping.Source;
import io.storestream.model.Store;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The line of column names of a CSV file: which of its columns holds which field. Immutable. */
final class CsvHeader {

  /**
   * One alternative of a field in this file.
   *
   * @param index of the column, or -1 for a constant
   * @param text the name of the column, or the constant
   */
  private record Cell(int index, String text) {
    String in(String[] fields) {
      return index < 0 ? text : fields[index];
    }

    @Override
    public String toString() {
      return index < 0 ? "'" + text + "'" : text;
    }
  }

  private record Field(StoreField field, List<Cell> cells) {}

  private final int width;
  private final List<Cell> storeNumber;
  private final List<Field> fields;
  private final List<Cell> updatedAt;
  private final List<String> unknown;

  private CsvHeader(
      int width,
      List<Cell> storeNumber,
      List<Field> fields,
      List<Cell> updatedAt,
      Set<String> unknown) {
    this.width = width;
    this.storeNumber = storeNumber;
    this.fields = fields;
    this.updatedAt = updatedAt;
    this.unknown = List.copyOf(unknown);
  }

  /**
   * Reads the line of column names.
   *
   * @param file for messages
   * @throws CommandFailedException if a required column is missing or one is there twice
   */
  static CsvHeader of(String file, String[] names, StoreMapping mapping) {
    return new Resolver(file, names).resolve(mapping);
  }

  /** Finds the columns of a mapping in a file. */
  private static final class Resolver {

    private final String file;
    private final String[] names;
    private final List<String> keys;
    private final boolean[] known;
    private final List<String> missing = new ArrayList<>();

    Resolver(String file, String[] names) {
      this.file = file;
      this.names = names;
      this.keys = Stream.of(names).map(StoreColumns::key).toList();
      this.known = new boolean[names.length];
    }

    CsvHeader resolve(StoreMapping mapping) {
      List<Cell> storeNumber = cells(mapping.storeNumber());
      List<Field> fields = new ArrayList<>();
      for (StoreField field : StoreField.values()) {
        List<Cell> cells = cells(mapping.fields().getOrDefault(field, List.of()));
        if (!cells.isEmpty()) {
          fields.add(new Field(field, cells));
        }
      }
      List<Cell> updatedAt = cells(mapping.updatedAt());
      requireColumns();
      return new CsvHeader(names.length, storeNumber, List.copyOf(fields), updatedAt, unknown());
    }

    private List<Cell> cells(List<Source> sources) {
      List<Cell> cells = new ArrayList<>();
      for (Source source : sources) {
        if (source instanceof Constant constant) {
          cells.add(new Cell(-1, constant.text()));
        } else if (source instanceof Column column) {
          int index = indexOf(column);
          if (index >= 0) {
            cells.add(new Cell(index, names[index].strip()));
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
      for (int i = 0; i < names.length; i++) {
        if (wanted.contains(keys.get(i))) {
          if (found >= 0) {
            throw new CommandFailedException(
                "%s has the column %s twice: remove or rename one"
                    .formatted(file, names[i].strip()));
          }
          found = i;
          known[i] = true;
        }
      }
      return found;
    }

    private void requireColumns() {
      if (missing.isEmpty()) {
        return;
      }
      String found =
          Stream.of(names).map(String::strip).limit(50).collect(Collectors.joining(", "));
      throw new CommandFailedException(
          "%s lacks the %s %s; its first line has: %s%s"
              .formatted(
                  file,
                  missing.size() == 1 ? "column" : "columns",
                  String.join(" and ", missing),
                  found.length() > 500 ? found.substring(0, 500) + "…" : found,
                  names.length == 1 ? " (one column only: columns are separated by commas)" : ""));
    }

    private Set<String> unknown() {
      Set<String> unknown = new LinkedHashSet<>();
      for (int i = 0; i < names.length; i++) {
        if (!known[i]) {
          unknown.add(names[i].strip());
        }
      }
      return unknown;
    }
  }

  /** Returns the names of the unknown columns, as they stand in the file, each once. */
  List<String> unknownColumns() {
    return unknown;
  }

  /** Returns a line for each field and its alternatives, and one for the unknown columns. */
  List<String> description() {
    List<String> lines = new ArrayList<>();
    lines.add("storeNumber: " + joined(storeNumber));
    fields.forEach(field -> lines.add(field.field().jsonName() + ": " + joined(field.cells())));
    if (!updatedAt.isEmpty()) {
      lines.add("updatedAt: " + joined(updatedAt));
    }
    if (!unknown.isEmpty()) {
      lines.add("unknown columns: " + String.join(", ", unknown));
    }
    return lines;
  }

  private static String joined(List<Cell> cells) {
    return cells.stream().map(Cell::toString).collect(Collectors.joining(" | "));
  }

  /** Returns the problem with the number of fields of a row, or {@code null} if there is none. */
  @Nullable String widthProblem(String[] values) {
    return values.length == width
        ? null
        : "%,d %s instead of %,d"
            .formatted(values.length, values.length == 1 ? "field" : "fields", width);
  }

  /**
   * Returns the store of a row as wide as the header.
   *
   * @throws IllegalArgumentException as {@link StoreBuilder#build()} says
   */
  Store toStore(String[] values) {
    StoreBuilder store = new StoreBuilder().storeNumber(textOf(storeNumber, values));
    for (Field field : fields) {
      store.set(field.field(), textOf(field.cells(), values));
    }
    return store.build();
  }

  /** Returns the time of a row as wide as the header, or {@code null} if it has none. */
  @Nullable String updatedAtOf(String[] values) {
    return textOf(updatedAt, values);
  }

  /** Returns the first text that is not blank, or {@code null} if there is none. */
  private static @Nullable String textOf(List<Cell> cells, String[] values) {
    for (Cell cell : cells) {
      String text = cell.in(values);
      if (!text.isBlank()) {
        return text;
      }
    }
    return null;
  }
}
