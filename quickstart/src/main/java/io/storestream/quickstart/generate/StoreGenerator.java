package io.storestream.quickstart.generate;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.storestream.quickstart.generate.geography.Gazetteer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.function.LongConsumer;

/**
 * Writes a realistic CSV file of stores, in the layout of the public "Starbucks Locations
 * Worldwide" list.
 *
 * <pre>{@code
 * new StoreGenerator(new GeneratorOptions(1_000, 1, 0, 0)).writeTo(System.out);
 * }</pre>
 *
 * <p>The same options give the same bytes on every machine: UTF-8, lines that end in a line feed. A
 * first edition with more stores begins with the stores of a smaller one. Memory does not grow with
 * the number of stores. Immutable and thread-safe.
 */
public final class StoreGenerator {
  /** How often progress is told, in stores: often enough for the eye, and for free. */
  private static final int STORES_PER_STEP = 4096;

  private final GeneratorOptions options;

  /** Prepares to generate; nothing is read, drawn or written yet. */
  public StoreGenerator(GeneratorOptions options) {
    this.options = options;
  }

  /**
   * Writes the file in UTF-8, then flushes {@code out}, which stays open.
   *
   * @throws UncheckedIOException if {@code out} fails, for instance because its reader has gone
   */
  public void writeTo(OutputStream out) {
    writeTo(out, done -> {});
  }

  /**
   * Writes the file in UTF-8, then flushes {@code out}, which stays open.
   *
   * @param progress told every few thousand stores how many are done, closed ones included
   * @throws UncheckedIOException if {@code out} fails, for instance because its reader has gone
   */
  public void writeTo(OutputStream out, LongConsumer progress) {
    writeTo(new OutputStreamWriter(out, UTF_8), progress);
  }

  /**
   * Writes the file, then flushes {@code out}, which stays open.
   *
   * @throws UncheckedIOException if {@code out} fails
   */
  public void writeTo(Writer out) {
    writeTo(out, done -> {});
  }

  @SuppressWarnings("resource") // Whoever opened the target closes it.
  private void writeTo(Writer out, LongConsumer progress) {
    StoreFactory factory = new StoreFactory(Gazetteer.read(), options.seed());
    Edition edition = new Edition(options);
    CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
    csv.writeRecord(StoreRow.header());
    for (long ordinal = 0; ordinal < options.stores(); ordinal++) {
      if (ordinal % STORES_PER_STEP == 0) {
        progress.accept(ordinal);
      }
      switch (edition.fateOf(ordinal)) {
        case UNTOUCHED -> csv.writeRecord(factory.original(ordinal).fields());
        case CHANGED -> csv.writeRecord(factory.changed(ordinal).fields());
        case CLOSED -> {}
      }
    }
    try {
      csv.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
