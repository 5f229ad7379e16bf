package io.storestream.quickstart.generate;

import io.storestream.formats.csv.CsvStoreEncoder;
import io.storestream.model.Store;
import io.storestream.quickstart.generate.geography.Gazetteer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
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
  /** How many stores are encoded together; progress is reported before each step. */
  private static final int STORES_PER_STEP = 4096;

  private final GeneratorOptions options;

  /** Prepares to generate; nothing is read, drawn or written yet. */
  public StoreGenerator(GeneratorOptions options) {
    this.options = options;
  }

  /**
   * Writes the file in UTF-8, then flushes {@code out}, which stays open.
   *
   * @throws UncheckedIOException if {@code out} fails, for instance because its reader has closed
   *     the pipe
   */
  public void writeTo(OutputStream out) {
    writeTo(out, done -> {});
  }

  /**
   * Writes the file in UTF-8, then flushes {@code out}, which stays open.
   *
   * @param progress gets how many stores are done, closed ones included, every few thousand stores
   * @throws UncheckedIOException if {@code out} fails, for instance because its reader has closed
   *     the pipe
   */
  public void writeTo(OutputStream out, LongConsumer progress) {
    StoreFactory factory = new StoreFactory(Gazetteer.read(), options.seed());
    Edition edition = new Edition(options);
    try {
      out.write(CsvStoreEncoder.LF.header());
      for (long from = 0; from < options.stores(); from += STORES_PER_STEP) {
        progress.accept(from);
        long to = Math.min(from + STORES_PER_STEP, options.stores());
        out.write(CsvStoreEncoder.LF.rows(stores(factory, edition, from, to)));
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Store> stores(StoreFactory factory, Edition edition, long from, long to) {
    List<Store> stores = new ArrayList<>();
    for (long ordinal = from; ordinal < to; ordinal++) {
      switch (edition.fateOf(ordinal)) {
        case UNTOUCHED -> stores.add(factory.original(ordinal).toStore());
        case CHANGED -> stores.add(factory.changed(ordinal).toStore());
        case CLOSED -> {}
      }
    }
    return stores;
  }
}
