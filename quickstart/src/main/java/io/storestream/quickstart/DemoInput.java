package io.storestream.quickstart;

import io.storestream.cli.CommandFailedException;
import io.storestream.producer.file.StoreFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The file that the demo publishes: the given one or the bundled sample, which exists until this is
 * closed.
 */
final class DemoInput implements AutoCloseable {

  private static final String SAMPLE = "sample.csv";

  private final Path path;
  private final boolean temporary;

  private DemoInput(Path path, boolean temporary) {
    this.path = path;
    this.temporary = temporary;
  }

  /**
   * Opens the input.
   *
   * @param file {@code null} for the sample
   * @throws CommandFailedException if it can't be published and compared
   */
  static DemoInput open(@Nullable Path file) {
    if (file != null) {
      // Checked before anything is started.
      StoreFiles.requireComparable(file);
      return new DemoInput(file, false);
    }
    try (InputStream sample = DemoInput.class.getResourceAsStream(SAMPLE)) {
      Path copy = Files.createTempFile("storestream-sample-", ".csv");
      Files.copy(Objects.requireNonNull(sample), copy, StandardCopyOption.REPLACE_EXISTING);
      return new DemoInput(copy, true);
    } catch (IOException e) {
      throw new CommandFailedException("can't unpack the sample: " + e, e);
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    if (temporary) {
      TemporaryFiles.delete(path);
    }
  }
}
