package io.storestream.benchmarks.server;

import io.storestream.cli.CommandFailedException;

/** The stop signal ended a measurement early. */
final class StoppedException extends CommandFailedException {

  private static final long serialVersionUID = 1L;

  StoppedException() {
    super("stopped by a signal");
  }
}
