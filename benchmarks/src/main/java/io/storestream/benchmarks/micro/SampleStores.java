package io.storestream.benchmarks.micro;

import io.storestream.formats.ReadOptions;
import io.storestream.formats.RowReader;
import io.storestream.formats.csv.CsvRowReader;
import io.storestream.model.AcceptedState;
import io.storestream.model.Store;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import io.storestream.model.event.StoreChange;
import io.storestream.quickstart.generate.GeneratorOptions;
import io.storestream.quickstart.generate.StoreGenerator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The generated stores that all benchmarks work on, always the same. */
final class SampleStores {

  /** More than the branch predictor learns, and few enough for the caches of a core. */
  static final int COUNT = 1_000;

  /** Of the first edition. */
  static final Instant UPDATED_AT = Instant.parse("2026-01-01T00:00:00Z");

  private static final long SEED = 1;

  private SampleStores() {}

  /** Returns a CSV file of the first edition. */
  static byte[] csv() {
    return csv(0);
  }

  /** Returns the stores of the first edition. */
  static List<Store> stores() {
    return read(csv(0));
  }

  /** Returns the same stores in the same order, with other content except for the first. */
  static List<Store> changedStores() {
    return read(csv(100));
  }

  /** Returns a store of the first edition as an ingester accepts it. */
  static AcceptedState accepted(Store store) {
    VersionedStore state =
        new VersionedStore(store.storeNumber(), Version.firstAt(UPDATED_AT), store);
    return new AcceptedState(state, UPDATED_AT);
  }

  private static byte[] csv(int changesPercent) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new StoreGenerator(new GeneratorOptions(COUNT, SEED, changesPercent, 0)).writeTo(out);
    return out.toByteArray();
  }

  private static List<Store> read(byte[] csv) {
    List<Store> stores = new ArrayList<>();
    try (RowReader rows =
        new CsvRowReader(
            "generated", new ByteArrayInputStream(csv), UPDATED_AT, ReadOptions.DEFAULTS)) {
      for (RowReader.Row row = rows.next(); row != null; row = rows.next()) {
        stores.add(((StoreChange.Upsert) ((RowReader.Row.Event) row).change()).store());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
    return stores;
  }
}
