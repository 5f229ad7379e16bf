package io.storestream.testing.soak;

import io.storestream.quickstart.TemporaryFiles;
import io.storestream.testing.process.IngesterProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Copies of the state directories of some ingesters, none of which may run. Used by one thread.
 *
 * <p>A restored copy is older than the directory it replaces and may belong to another ingester, as
 * when volumes are restored or mixed up.
 */
final class StateCopies {

  private final List<Path> directories;
  private final List<Path> copies;

  private StateCopies(List<Path> directories, List<Path> copies) {
    this.directories = directories;
    this.copies = copies;
  }

  /** Copies the state of ingesters. */
  static StateCopies of(List<IngesterProcess> ingesters) {
    List<Path> directories = ingesters.stream().map(IngesterProcess::stateDir).toList();
    List<Path> copies = directories.stream().map(it -> it.resolveSibling("older-state")).toList();
    for (int i = 0; i < directories.size(); i++) {
      copy(directories.get(i), copies.get(i));
    }
    return new StateCopies(directories, copies);
  }

  /** Replaces each ingester's state by the copy of the next one; used once. */
  void exchange() {
    directories.forEach(TemporaryFiles::delete);
    for (int i = 0; i < copies.size(); i++) {
      try {
        Files.move(copies.get(i), directories.get((i + 1) % directories.size()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
