package io.storestream.benchmarks.server;

import io.storestream.cli.CommandFailedException;
import io.storestream.model.Store;
import io.storestream.producer.file.StoreFiles;
import io.storestream.quickstart.generate.GeneratorOptions;
import io.storestream.quickstart.generate.StoreGenerator;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Generated stores in a file. They are read again for each use, so they take no memory.
 *
 * @param count number of stores
 */
public record GeneratedStores(Path file, long count) {

  static GeneratedStores generate(Path directory, long count, long seed) {
    Path file = directory.resolve("stores-%d.csv".formatted(count));
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      new StoreGenerator(new GeneratorOptions(count, seed, 0, 0)).writeTo(out);
      return new GeneratedStores(file, count);
    } catch (IOException e) {
      throw new CommandFailedException("can't write %s: %s".formatted(file, e), e);
    }
  }

  /** Reads the stores in their order. */
  public void forEach(Consumer<Store> consumer) {
    StoreFiles.forEachStore(file, consumer);
  }
}
