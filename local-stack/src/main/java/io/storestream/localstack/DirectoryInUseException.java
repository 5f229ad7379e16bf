package io.storestream.localstack;

import java.nio.file.Path;

/** A node was asked to start in a directory that another one uses, in this JVM or another. */
public final class DirectoryInUseException extends IllegalStateException {

  DirectoryInUseException(Path directory) {
    super(directory + " is in use by another node");
  }
}
