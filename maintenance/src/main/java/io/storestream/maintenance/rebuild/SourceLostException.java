package io.storestream.maintenance.rebuild;

import io.storestream.cli.CommandFailedException;

/** A topic or a table of a rebuild is not the one any more that it was. */
final class SourceLostException extends CommandFailedException {

  private static final long serialVersionUID = 1;

  SourceLostException(String message) {
    super(message);
  }
}
