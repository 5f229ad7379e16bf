package io.storestream.formats;

import io.storestream.model.StoreField;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Where the rows of a file hold the fields of a store. Immutable.
 *
 * <p>Each field has alternatives; the first one with a text that is not blank counts. A field
 * without alternatives is missing in every store.
 *
 * @param storeNumber the alternatives of the store number, columns only
 * @param fields the alternatives of the other fields
 * @param updatedAt the alternatives of the time since which a row is true; a row without one has
 *     the time of the file
 */
public record StoreMapping(
    List<Source> storeNumber, Map<StoreField, List<Source>> fields, List<Source> updatedAt) {

  /** The columns of the "Starbucks Locations Worldwide" data set, and the names in JSON. */
  public static final StoreMapping STANDARD = standard();

  /** Where a text comes from. */
  public sealed interface Source {}

  /**
   * A column of the file.
   *
   * @param names of the column; case, spaces and punctuation do not matter. A file that has two
   *     columns of these names is ambiguous
   * @param required whether a file without the column is refused
   */
  public record Column(List<String> names, boolean required) implements Source {
    /**
     * @throws IllegalArgumentException if there is no name, or a blank one
     */
    public Column {
      names = List.copyOf(names);
      if (names.isEmpty() || names.stream().anyMatch(name -> StoreColumns.key(name).isEmpty())) {
        throw new IllegalArgumentException("a column needs a name");
      }
    }

    /** Returns a column that every file must have. */
    public static Column required(String name) {
      return new Column(List.of(name), true);
    }

    /** Returns the name for messages. */
    public String name() {
      return names.get(0);
    }
  }

  /** A text that is the same in every row. */
  public record Constant(String text) implements Source {}

  /**
   * @throws IllegalArgumentException if the store number has no alternative, or a constant
   */
  public StoreMapping {
    storeNumber = List.copyOf(storeNumber);
    if (storeNumber.isEmpty() || storeNumber.stream().anyMatch(Constant.class::isInstance)) {
      throw new IllegalArgumentException("the store number needs a column");
    }
    Map<StoreField, List<Source>> copy = new EnumMap<>(StoreField.class);
    fields.forEach((field, sources) -> copy.put(field, List.copyOf(sources)));
    fields = Map.copyOf(copy);
    updatedAt = List.copyOf(updatedAt);
  }

  /**
   * Reads a mapping from a properties file, such as
   *
   * <pre>
   * storeNumber = store_id
   * country     = country_code | 'US'
   * state       =
   * </pre>
   *
   * A field that the file does not name keeps its usual columns.
   *
   * @throws io.storestream.cli.CommandFailedException if it can't be read or has an error; the
   *     message names the line
   */
  public static StoreMapping read(Path file) {
    return MappingFile.read(file);
  }

  private static StoreMapping standard() {
    Map<StoreField, List<Source>> fields = new EnumMap<>(StoreField.class);
    for (StoreField field : StoreField.values()) {
      List<String> names = List.of(StoreColumns.of(field), field.jsonName());
      fields.put(field, List.of(new Column(names, field == StoreField.COUNTRY)));
    }
    return new StoreMapping(List.of(Column.required(StoreColumns.STORE_NUMBER)), fields, List.of());
  }
}
