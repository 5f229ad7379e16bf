package io.storestream.formats.csv;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import io.storestream.formats.ReadOptions;
import io.storestream.formats.StoreColumns;
import io.storestream.model.Store;
import io.storestream.model.StoreField;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A way to write a file of stores.
 *
 * @param start stands above the column names, such as a byte-order mark
 */
record WrittenDialect(
    char delimiter,
    LineDelimiter lineEnd,
    QuoteStrategies quotes,
    Charset encoding,
    String start,
    UnaryOperator<String> spelling,
    boolean escapes) {

  private static final Charset UTF_8 = Charset.forName("UTF-8");
  private static final String MARK = "\uFEFF";

  /** Returns dialects that differ in each respect from the next ones. */
  static List<WrittenDialect> all() {
    List<WrittenDialect> all = new ArrayList<>();
    for (char delimiter : new char[] {',', ';', '\t', '|'}) {
      for (LineDelimiter lineEnd :
          List.of(LineDelimiter.LF, LineDelimiter.CRLF, LineDelimiter.CR)) {
        for (QuoteStrategies quotes : List.of(QuoteStrategies.REQUIRED, QuoteStrategies.ALWAYS)) {
          WrittenDialect plain =
              new WrittenDialect(
                  delimiter, lineEnd, quotes, UTF_8, "", UnaryOperator.identity(), false);
          all.add(plain);
          all.add(plain.with(UTF_8, MARK));
          all.add(plain.with(Charset.forName("UTF-16LE"), MARK));
          all.add(plain.with(Charset.forName("UTF-16BE"), MARK));
          all.add(plain.with(Charset.forName("UTF-32LE"), MARK));
          all.add(plain.with(Charset.forName("GB18030"), ""));
          all.add(plain.with(UTF_8, "sep=" + delimiter + lineEnd));
          all.add(plain.with(UTF_8, "Stores, all; of them" + lineEnd + lineEnd));
          all.add(plain.spelled(name -> "\u00A0" + name.toUpperCase(Locale.ROOT) + "\u200B"));
          all.add(plain.spelled(name -> name.replace(' ', '_').replace('/', '-')));
          all.add(plain.escaped());
        }
      }
    }
    return all;
  }

  private WrittenDialect with(Charset otherEncoding, String otherStart) {
    return new WrittenDialect(
        delimiter, lineEnd, quotes, otherEncoding, otherStart, spelling, escapes);
  }

  private WrittenDialect spelled(UnaryOperator<String> otherSpelling) {
    return new WrittenDialect(delimiter, lineEnd, quotes, encoding, start, otherSpelling, escapes);
  }

  private WrittenDialect escaped() {
    return new WrittenDialect(delimiter, lineEnd, quotes, encoding, start, spelling, true);
  }

  /** Returns what a user has to say about the file. */
  ReadOptions options() {
    boolean hasMark = start.startsWith(MARK);
    return ReadOptions.DEFAULTS
        .withEncoding(hasMark || encoding.equals(UTF_8) ? null : encoding)
        .withBackslashEscapes(escapes);
  }

  /** Returns the file. */
  byte[] write(List<Store> stores) {
    List<List<String>> records = new ArrayList<>();
    records.add(StoreColumns.names().stream().map(spelling).toList());
    stores.forEach(store -> records.add(texts(store)));
    return (start + (escapes ? escaped(records) : plain(records))).getBytes(encoding);
  }

  /** Returns the texts in their columns, with a decimal comma where that is usual. */
  private List<String> texts(Store store) {
    List<String> texts = new ArrayList<>(StoreColumns.textsOf(store));
    for (StoreField field : StoreField.values()) {
      if (field.isNumber() && delimiter == ';') {
        int column = StoreColumns.names().indexOf(StoreColumns.of(field));
        texts.set(column, texts.get(column).replace('.', ','));
      }
    }
    return texts;
  }

  private String plain(List<List<String>> records) {
    StringWriter text = new StringWriter();
    try (CsvWriter csv =
        CsvWriter.builder()
            .fieldSeparator(delimiter)
            .lineDelimiter(lineEnd)
            .quoteStrategy(quotes)
            .build(text)) {
      records.forEach(csv::writeRecord);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text.toString();
  }

  /** FastCSV doubles quotes only. */
  private String escaped(List<List<String>> records) {
    return records.stream()
        .map(
            record ->
                record.stream().map(this::escaped).collect(Collectors.joining("" + delimiter)))
        .collect(Collectors.joining(lineEnd.toString(), "", lineEnd.toString()));
  }

  private String escaped(String text) {
    if (quotes == QuoteStrategies.ALWAYS) {
      return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
    String special = "\\\"\r\n" + delimiter;
    return Stream.of(text.split(""))
        .map(c -> !c.isEmpty() && special.contains(c) ? "\\" + c : c)
        .collect(Collectors.joining());
  }

  @Override
  public String toString() {
    return "%s %s %s %s %s%s"
        .formatted(
            delimiter,
            lineEnd.name(),
            quotes,
            encoding,
            start.strip(),
            escapes ? " escaped" : spelling.apply(" a/b"));
  }
}
