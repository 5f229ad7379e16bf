package io.storestream.quickstart;

import io.storestream.cli.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The data directories of the demo: kept between runs, or temporary and deleted on {@link #close}.
 */
final class DemoDirectories implements AutoCloseable {

  private final Path root;
  private final boolean kept;

  private DemoDirectories(Path root, boolean kept) {
    this.root = root;
    this.kept = kept;
  }

  /**
   * Creates the directories.
   *
   * @param dataDir {@code null} for temporary ones
   * @throws CommandFailedException if they can't be created
   */
  static DemoDirectories create(@Nullable Path dataDir) {
    try {
      Path root =
          dataDir == null
              ? Files.createTempDirectory("storestream-demo-")
              : Files.createDirectories(dataDir);
      DemoDirectories directories = new DemoDirectories(root, dataDir != null);
      Files.createDirectories(directories.kafka());
      Files.createDirectories(directories.state());
      Files.createDirectories(root.resolve("dynamodb"));
      return directories;
    } catch (IOException e) {
      throw new CommandFailedException("can't make the data directory (--data-dir): " + e, e);
    }
  }

  Path kafka() {
    return root.resolve("kafka");
  }

  /**
   * Returns the data directory of DynamoDB Local; nothing if it runs in memory, which is faster.
   */
  Optional<Path> dynamoDb() {
    return kept ? Optional.of(root.resolve("dynamodb")) : Optional.empty();
  }

  Path state() {
    return root.resolve("state");
  }

  @Override
  public void close() {
    if (!kept) {
      TemporaryFiles.delete(root);
    }
  }
}
