package io.storestream.formats.csv;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import io.storestream.formats.StoreColumns;
import io.storestream.model.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Encodes stores as CSV (RFC 4180) in UTF-8, with the columns that {@link CsvRowReader} reads.
 * Missing fields are empty. Thread-safe.
 *
 * <pre>{@code
 * out.write(CsvStoreEncoder.CRLF.header());
 * out.write(CsvStoreEncoder.CRLF.rows(stores));
 * }</pre>
 */
public enum CsvStoreEncoder {
  /** Lines end in CRLF, as RFC 4180 has it. */
  CRLF(LineDelimiter.CRLF),
  /** Lines end in LF, as Unix tools expect. */
  LF(LineDelimiter.LF);

  /** Quotes what would be a piece of a border for the reader, beside what has to be quoted. */
  private static final QuoteStrategy QUOTED =
      new QuoteStrategy() {
        @Override
        public boolean quoteValue(int line, int field, String value) {
          return NoData.isBorder(value);
        }
      };

  private final LineDelimiter lineEnd;

  CsvStoreEncoder(LineDelimiter lineEnd) {
    this.lineEnd = lineEnd;
  }

  /** Returns the line of column names. */
  public byte[] header() {
    return encode(List.of(StoreColumns.names()));
  }

  /** Returns a row for each store, in their order. */
  public byte[] rows(List<Store> stores) {
    return encode(stores.stream().map(StoreColumns::textsOf).toList());
  }

  private byte[] encode(List<List<String>> records) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CsvWriter csv =
        CsvWriter.builder().lineDelimiter(lineEnd).quoteStrategy(QUOTED).build(bytes)) {
      records.forEach(csv::writeRecord);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }
}
