package io.storestream.producer;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.StringArrayHandler;
import java.io.Reader;
import java.nio.CharBuffer;

/**
 * Takes one record after the other apart, by FastCSV. Not thread-safe.
 *
 * <p>A CSV reader of its own for each record would be simpler, but three times slower. So one
 * reader lives on, and its input is handed out record by record: FastCSV asks for more only when it
 * has none left, and a record is complete with its line end.
 */
final class CsvFields {

  private final Feed feed = new Feed();
  private CloseableIterator<String[]> parsed = newParser();

  /**
   * Returns the fields of a record.
   *
   * @param record without a line end behind it
   * @throws CsvParseException if it is malformed; the next is parsed regardless
   */
  String[] split(CharBuffer record) {
    feed.offer(record);
    try {
      return parsed.next();
    } catch (CsvParseException e) {
      parsed = newParser();
      throw e;
    }
  }

  private CloseableIterator<String[]> newParser() {
    return CsvReader.builder()
        .skipEmptyLines(false)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .build(StringArrayHandler.of(), feed)
        .iterator();
  }

  /** Ends as often as there are records. */
  private static final class Feed extends Reader {

    private CharBuffer record = CharBuffer.allocate(0);
    private boolean lineEndDue;

    void offer(CharBuffer next) {
      record = next.duplicate();
      lineEndDue = true;
    }

    @Override
    public int read(char[] target, int offset, int length) {
      if (!lineEndDue) {
        return -1;
      }
      int count = Math.min(length, record.remaining());
      record.get(target, offset, count);
      if (count < length) {
        target[offset + count] = '\n';
        lineEndDue = false;
        return count + 1;
      }
      return count;
    }

    @Override
    public void close() {}
  }
}
