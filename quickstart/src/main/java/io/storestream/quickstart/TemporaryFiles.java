package io.storestream.quickstart;

import io.storestream.cli.CommandFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that exist only for one run. */
public final class TemporaryFiles {

  private static final Logger log = LoggerFactory.getLogger(TemporaryFiles.class);

  private TemporaryFiles() {}

  /**
   * Creates a directory in the system's temporary directory.
   *
   * @throws CommandFailedException if the directory can't be created
   */
  public static Path createDirectory(String prefix) {
    try {
      return Files.createTempDirectory(prefix);
    } catch (IOException e) {
      throw new CommandFailedException("can't make a temporary directory: " + e, e);
    }
  }

  /**
   * Deletes a file, or a directory with all its content; logs a warning for what it can't delete.
   */
  public static void delete(Path root) {
    try (Stream<Path> walk = Files.walk(root)) {
      List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      log.warn("Can't delete {}, which is no longer needed: {}", root, e.toString());
    }
  }
}
