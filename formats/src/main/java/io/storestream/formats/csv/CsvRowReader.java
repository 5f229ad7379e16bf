package io.storestream.formats.csv;

import io.storestream.cli.CommandFailedException;
import io.storestream.formats.ReadOptions;
import io.storestream.formats.RowReader;
import io.storestream.formats.row.RowDecoder;
import io.storestream.formats.row.RowHeader;
import io.storestream.formats.text.TextInput;
import io.storestream.model.StoreBuilder;
import io.storestream.model.event.StoreChange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a CSV file with a line of column names; each row is an upsert. Encoding, delimiter and the
 * line of column names are found out, as far as the options don't say them. Not thread-safe.
 */
public final class CsvRowReader implements RowReader {

  private final Instant updatedAt;
  private final Charset encoding;
  private final CsvRecords records;
  private final HeaderSearch.Found found;
  private final RowHeader header;
  private final RowDecoder decoder;
  private final NoData noData;
  private final Iterator<Row> before;

  /**
   * Opens a file and reads its header.
   *
   * @param file for messages
   * @param in not compressed; closed with this reader
   * @param updatedAt of every row that has no time
   * @throws CommandFailedException if the file is no CSV, or its header is unusable
   */
  public CsvRowReader(String file, InputStream in, Instant updatedAt, ReadOptions options)
      throws IOException {
    this(file, TextInput.open(file, in, options.encoding()), updatedAt, options);
  }

  /**
   * Reads the header of a file that is open.
   *
   * @param file for messages
   * @param text closed with this reader
   * @param updatedAt of every row that has no time
   * @throws CommandFailedException if the file is no CSV, or its header is unusable
   */
  public CsvRowReader(String file, TextInput text, Instant updatedAt, ReadOptions options)
      throws IOException {
    this.updatedAt = updatedAt;
    this.encoding = text.encoding();
    this.records = new CsvRecords(text.utf8(), encoding);
    this.found = new HeaderSearch(file, records, options).find();
    this.header = found.header();
    this.decoder =
        new RowDecoder(
            header, found.dialect().allowsDecimalComma(), options.nullTexts(), options.epoch());
    this.noData = new NoData(file, header, found.line(), found.dialect());
    this.before = found.before().iterator();
  }

  @Override
  public @Nullable Row next() throws IOException {
    if (before.hasNext()) {
      return before.next();
    }
    return records.next() ? toRow() : null;
  }

  private Row toRow() {
    if (records.problem() != null) {
      return rejected(records.problem());
    }
    String reason = noData.reason(records);
    if (reason != null) {
      return new Row.PassedOver(records.line(), reason, records.text());
    }
    String widthProblem = widthProblem();
    if (widthProblem != null && !isHarmless()) {
      // Its quotes may have swallowed usable rows.
      records.reject(widthProblem);
      return rejected(widthProblem);
    }
    try {
      Instant rowUpdatedAt = decoder.updatedAt(records::text);
      StoreBuilder store = decoder.store(records::text);
      StoreChange change =
          new StoreChange.Upsert(store.build(), rowUpdatedAt == null ? updatedAt : rowUpdatedAt);
      return new Row.Event(records.line(), change, store.problems(), RowKind.COLUMNS);
    } catch (IllegalArgumentException | DateTimeException e) {
      return rejected(
          widthProblem == null
              ? e.getMessage()
              : "%s (%s)".formatted(e.getMessage(), widthProblem));
    }
  }

  private @Nullable String widthProblem() {
    int width = records.width();
    int expected = header.names().size();
    return width == expected
        ? null
        : "%,d %s instead of %,d".formatted(width, width == 1 ? "field" : "fields", expected);
  }

  /**
   * Returns whether the row only lacks fields at its end, or has empty ones more. A row of several
   * lines must have them all: that its quotes are closed by chance shows only by its width. So must
   * one whose store number has no digit: it may be the rest of a row that a line end breaks.
   */
  private boolean isHarmless() {
    if (records.width() < header.names().size()) {
      return records.isOneLine() && hasNumber();
    }
    for (int i = header.names().size(); i < records.width(); i++) {
      if (!records.text(i).isBlank()) {
        return false;
      }
    }
    return true;
  }

  private boolean hasNumber() {
    String text = decoder.storeNumber(records::text);
    return text != null && text.chars().anyMatch(Character::isDigit);
  }

  private Row rejected(@Nullable String reason) {
    return new Row.Rejected(records.line(), String.valueOf(reason), records.text());
  }

  @Override
  public List<String> unknownColumns() {
    return header.unknownColumns();
  }

  @Override
  public List<String> description() {
    CsvDialect dialect = found.dialect();
    List<String> lines = new ArrayList<>();
    lines.add("format: CSV");
    lines.add("encoding: " + encoding.name());
    lines.add("delimiter: " + dialect.name());
    lines.add("decimal separator: " + (dialect.allowsDecimalComma() ? "point or comma" : "point"));
    lines.add("column names: line " + found.line());
    lines.addAll(header.description());
    return lines;
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
