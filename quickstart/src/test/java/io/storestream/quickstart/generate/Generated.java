package io.storestream.quickstart.generate;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Generated files as the tests read them. */
final class Generated {
  private Generated() {}

  static GeneratorOptions stores(long stores) {
    return new GeneratorOptions(stores, 1, 0, 0);
  }

  static String text(GeneratorOptions options) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    new StoreGenerator(options).writeTo(text);
    return text.toString(StandardCharsets.UTF_8);
  }

  static List<String> lines(GeneratorOptions options) {
    return text(options).lines().toList();
  }

  static List<NamedCsvRecord> rows(GeneratorOptions options) {
    return CsvReader.builder().ofNamedCsvRecord(text(options)).stream().toList();
  }
}
