package io.storestream.quickstart.generate;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.StringWriter;
import java.util.List;

/** What the tests look at. */
final class Generated {
  private Generated() {}

  static GeneratorOptions stores(long stores) {
    return new GeneratorOptions(stores, 1, 0, 0);
  }

  static String text(GeneratorOptions options) {
    StringWriter text = new StringWriter();
    new StoreGenerator(options).writeTo(text);
    return text.toString();
  }

  static List<String> lines(GeneratorOptions options) {
    return text(options).lines().toList();
  }

  static List<NamedCsvRecord> rows(GeneratorOptions options) {
    return CsvReader.builder().ofNamedCsvRecord(text(options)).stream().toList();
  }
}
