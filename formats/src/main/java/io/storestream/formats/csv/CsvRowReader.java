package io.storestream.formats.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.StringArrayHandler;
import de.siegmar.fastcsv.reader.StringArrayHandler.StringArrayHandlerBuilder;
import io.storestream.cli.CommandFailedException;
import io.storestream.formats.ReadOptions;
import io.storestream.formats.RowReader;
import io.storestream.formats.StoreMapping;
import io.storestream.formats.text.ByteOrderMark;
import io.storestream.model.Version;
import io.storestream.model.event.StoreChange;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a CSV file with a line of column names; each row is an upsert. Not thread-safe. */
public final class CsvRowReader implements RowReader {

  private final CsvRecords records;
  private final CsvReader.CsvReaderBuilder parser =
      CsvReader.builder()
          .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
          .missingFieldStrategy(FieldMismatchStrategy.IGNORE);
  private final Instant updatedAt;
  private final CsvHeader header;

  /**
   * Opens a file and reads its header.
   *
   * @param file for messages
   * @param in not compressed; closed with this reader
   * @param updatedAt of every row that has no time
   * @throws CommandFailedException if the file is empty or its header unusable
   */
  public CsvRowReader(String file, InputStream in, Instant updatedAt, ReadOptions options)
      throws IOException {
    this.records = new CsvRecords(ByteOrderMark.skip(file, in));
    this.updatedAt = updatedAt;
    this.header = readHeader(file, options.mapping());
  }

  private CsvHeader readHeader(String file, StoreMapping mapping) throws IOException {
    if (!records.next()) {
      throw new CommandFailedException(file + " is empty: a line of column names is needed");
    }
    String[] names = split();
    if (names == null) {
      throw new CommandFailedException(
          "%s, line %d: unusable column names: %s"
              .formatted(file, records.line(), records.problem()));
    }
    return CsvHeader.of(file, names, mapping);
  }

  @Override
  public @Nullable Row next() throws IOException {
    return records.next() ? toRow() : null;
  }

  private Row toRow() {
    String[] values = split();
    if (values == null) {
      return rejected(String.valueOf(records.problem()));
    }
    String widthProblem = header.widthProblem(values);
    if (widthProblem != null) {
      // Its quotes may have swallowed usable rows.
      records.reject(widthProblem);
      return rejected(widthProblem);
    }
    try {
      StoreChange change = new StoreChange.Upsert(header.toStore(values), updatedAtOf(values));
      return new Row.Event(records.line(), change, List.of());
    } catch (IllegalArgumentException | DateTimeException e) {
      return rejected(String.valueOf(e.getMessage()));
    }
  }

  private Instant updatedAtOf(String[] values) {
    String text = header.updatedAtOf(values);
    return text == null ? updatedAt : Version.firstAt(Instant.parse(text.strip())).updatedAt();
  }

  private String @Nullable [] split() {
    if (records.problem() != null) {
      return null;
    }
    try {
      return parser.ofSingleCsvRecord(
          StringArrayHandler.of(CsvRowReader::allowManyFields), records.content());
    } catch (CsvParseException e) {
      // Unexpected: CsvRecords applies the same rules as FastCSV.
      records.reject("not CSV: " + e.getMessage());
      return null;
    }
  }

  /** Allows as many fields as a record can have, because the header checks their number. */
  private static void allowManyFields(StringArrayHandlerBuilder handler) {
    handler.maxFields(CsvRecords.MAX_BYTES);
  }

  private Row rejected(String reason) {
    return new Row.Rejected(records.line(), reason, records.text());
  }

  @Override
  public List<String> unknownColumns() {
    return header.unknownColumns();
  }

  @Override
  public List<String> description() {
    return Stream.concat(
            Stream.of("encoding: UTF-8", "delimiter: comma"), header.description().stream())
        .toList();
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
