package io.storestream.benchmarks;

import io.storestream.cli.CommandFailedException;
import io.storestream.model.AcceptedState;
import io.storestream.model.Store;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import io.storestream.producer.file.StoreFiles;
import io.storestream.quickstart.generate.GeneratorOptions;
import io.storestream.quickstart.generate.StoreGenerator;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;

/** Generated stores in a file. They are read again for each use, so they take no memory. */
record GeneratedStores(Path file, long count) {

  private static final Instant ACCEPTED = Instant.parse("2026-01-01T00:00:00Z");
  private static final Version VERSION = Version.firstAt(ACCEPTED);

  static GeneratedStores generate(Path directory, long count, long seed) {
    Path file = directory.resolve("stores-%d.csv".formatted(count));
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      new StoreGenerator(new GeneratorOptions(count, seed, 0, 0)).writeTo(out);
      return new GeneratedStores(file, count);
    } catch (IOException e) {
      throw new CommandFailedException("can't write %s: %s".formatted(file, e), e);
    }
  }

  void forEach(Consumer<AcceptedState> consumer) {
    StoreFiles.forEachStore(file, store -> consumer.accept(accepted(store)));
  }

  private static AcceptedState accepted(Store store) {
    return new AcceptedState(new VersionedStore(store.storeNumber(), VERSION, store), ACCEPTED);
  }
}
