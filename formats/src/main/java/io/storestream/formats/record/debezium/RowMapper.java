package io.storestream.formats.record.debezium;

import io.storestream.formats.StoreColumns;
import io.storestream.formats.StoreMapping;
import io.storestream.formats.row.RowDecoder;
import io.storestream.formats.row.RowHeader;
import io.storestream.model.StoreBuilder;
import io.storestream.model.event.EpochUnit;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Takes the fields of stores from rows, by the same rules as from rows of files. Thread-safe. */
final class RowMapper {

  /** How many layouts are remembered: a table has one, and a few more while it is altered. */
  private static final int MAX_LAYOUTS = 100;

  private static final String USUAL_STORE_NUMBER = StoreColumns.key(StoreColumns.STORE_NUMBER);

  private final StoreMapping mapping;
  private final @Nullable EpochUnit epoch;
  private final Map<List<String>, Layout> layouts = new ConcurrentHashMap<>();

  private record Layout(RowHeader header, RowDecoder decoder) {}

  /**
   * @param epoch the unit of rows' times that are numbers; {@code null} to reject them
   */
  RowMapper(StoreMapping mapping, @Nullable EpochUnit epoch) {
    this.mapping = mapping;
    this.epoch = epoch;
  }

  /**
   * Returns the time of a row, or {@code null} if it has none.
   *
   * @throws IllegalArgumentException if it has one that can't be read
   */
  @Nullable Instant updatedAt(DebeziumRow row) {
    return layout(row.columns()).decoder.updatedAt(i -> row.text(row.columns().get(i)));
  }

  /**
   * Returns a builder with the texts of a row.
   *
   * @throws IllegalArgumentException if a column is missing, or there twice, or holds no text
   */
  StoreBuilder store(DebeziumRow row) {
    Layout layout = layout(row.columns());
    if (!layout.header.missing().isEmpty()) {
      throw new IllegalArgumentException(
          "the row has no column %s: its columns are %s; name the column of each field by --map"
              .formatted(
                  String.join(", ", layout.header.missing()),
                  RowHeader.excerpt(layout.header.names())));
    }
    String ambiguous = layout.header.ambiguous();
    if (ambiguous != null) {
      throw new IllegalArgumentException(
          "two columns of the row could be meant by %s: name one of them by --map"
              .formatted(ambiguous));
    }
    return layout.decoder.store(column -> row.text(row.columns().get(column)));
  }

  /**
   * Returns the store number in a row or key as it stands there; {@code null} if there is none.
   *
   * @throws IllegalArgumentException if its column holds no text
   */
  @Nullable String storeNumber(@Nullable DebeziumRow row) {
    return row == null
        ? null
        : layout(row.columns()).decoder.storeNumber(i -> row.text(row.columns().get(i)));
  }

  /**
   * Returns the store number in a key, if a mapping says which of its columns it is; {@code null}
   * otherwise, as for a column that is named like the store number.
   *
   * @throws IllegalArgumentException if its column holds no text
   */
  @Nullable String mappedStoreNumber(@Nullable DebeziumRow key) {
    boolean isMapped =
        key != null
            && layout(key.columns()).header.storeNumber().stream()
                .noneMatch(cell -> StoreColumns.key(cell.text()).equals(USUAL_STORE_NUMBER));
    return isMapped ? storeNumber(key) : null;
  }

  private Layout layout(List<String> columns) {
    Layout known = layouts.get(columns);
    if (known != null) {
      return known;
    }
    RowHeader header = new RowHeader(columns, mapping);
    Layout layout = new Layout(header, new RowDecoder(header, false, Set.of(), epoch));
    if (layouts.size() < MAX_LAYOUTS) {
      layouts.put(columns, layout);
    }
    return layout;
  }
}
