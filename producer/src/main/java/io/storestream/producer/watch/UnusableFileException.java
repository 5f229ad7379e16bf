package io.storestream.producer.watch;

import io.storestream.cli.CommandFailedException;

/** A file can't be read to its end; the message names cause and remedy. */
public final class UnusableFileException extends CommandFailedException {

  private static final long serialVersionUID = 1L;

  public UnusableFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
