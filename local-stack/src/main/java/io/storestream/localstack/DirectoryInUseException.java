package io.storestream.localstack;

import java.nio.file.Path;

/** The directory of a node is in use by another node, in this JVM or another. */
public final class DirectoryInUseException extends IllegalStateException {

  DirectoryInUseException(Path directory) {
    super(directory + " is in use by another node");
  }
}
