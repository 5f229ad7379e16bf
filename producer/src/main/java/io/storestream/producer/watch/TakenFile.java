package io.storestream.producer.watch;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A file that is being published. Immutable.
 *
 * @param path where it is now
 * @param origin where it was, for messages
 * @param updatedAt of its rows and events that have no time: when it was first taken, the same
 *     after a restart
 */
public record TakenFile(Path path, Path origin, Instant updatedAt) {

  /** Returns the name of the file. */
  String name() {
    return String.valueOf(path.getFileName());
  }
}
