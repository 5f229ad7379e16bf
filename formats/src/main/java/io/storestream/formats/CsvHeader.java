package io.storestream.formats;

import io.storestream.cli.CommandFailedException;
import io.storestream.model.Store;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The first line of a CSV file: which of its columns holds which field. Immutable. */
final class CsvHeader {

  private static final String COUNTRY = StoreColumns.of(StoreField.COUNTRY);

  private record Column(int index, StoreField field) {}

  private final int width;
  private final int storeNumberIndex;
  private final List<Column> columns;
  private final List<String> unknown;

  private CsvHeader(int width, int storeNumberIndex, List<Column> columns, List<String> unknown) {
    this.width = width;
    this.storeNumberIndex = storeNumberIndex;
    this.columns = List.copyOf(columns);
    this.unknown = List.copyOf(unknown);
  }

  /**
   * Reads the first record of a file.
   *
   * @param file for messages
   * @throws CommandFailedException if a required column is missing or one is there twice
   */
  static CsvHeader of(String file, String[] names) {
    int storeNumberIndex = -1;
    List<Column> columns = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    Set<Object> seen = new HashSet<>();
    for (int i = 0; i < names.length; i++) {
      String key = StoreColumns.key(names[i]);
      StoreField field = StoreColumns.fieldOf(key);
      if (!key.isEmpty() && !seen.add(field == null ? key : field)) {
        throw new CommandFailedException(
            "%s has the column %s twice: remove or rename one".formatted(file, names[i].strip()));
      }
      if (field != null) {
        columns.add(new Column(i, field));
      } else if (StoreColumns.isStoreNumber(key)) {
        storeNumberIndex = i;
      } else {
        unknown.add(names[i].strip());
      }
    }
    requireColumns(file, names, storeNumberIndex >= 0, seen.contains(StoreField.COUNTRY));
    return new CsvHeader(names.length, storeNumberIndex, columns, unknown);
  }

  private static void requireColumns(
      String file, String[] names, boolean hasStoreNumber, boolean hasCountry) {
    if (hasStoreNumber && hasCountry) {
      return;
    }
    String missing =
        hasStoreNumber
            ? "the column " + COUNTRY
            : hasCountry
                ? "the column " + StoreColumns.STORE_NUMBER
                : "the columns %s and %s".formatted(StoreColumns.STORE_NUMBER, COUNTRY);
    String found = Stream.of(names).map(String::strip).limit(50).collect(Collectors.joining(", "));
    throw new CommandFailedException(
        "%s lacks %s; its first line has: %s%s"
            .formatted(
                file,
                missing,
                found.length() > 500 ? found.substring(0, 500) + "…" : found,
                names.length == 1 ? " (one column only: columns are separated by commas)" : ""));
  }

  /** Returns the names of the unknown columns, as they stand in the file. */
  List<String> unknownColumns() {
    return unknown;
  }

  /** Returns the problem with the number of fields of a row, or {@code null} if there is none. */
  @Nullable String widthProblem(String[] fields) {
    return fields.length == width
        ? null
        : "%,d %s instead of %,d"
            .formatted(fields.length, fields.length == 1 ? "field" : "fields", width);
  }

  /**
   * Returns the store of a row as wide as the header.
   *
   * @throws IllegalArgumentException as {@link StoreBuilder#build()} says
   */
  Store toStore(String[] fields) {
    StoreBuilder store = new StoreBuilder().storeNumber(fields[storeNumberIndex]);
    for (Column column : columns) {
      store.set(column.field(), fields[column.index()]);
    }
    return store.build();
  }
}
