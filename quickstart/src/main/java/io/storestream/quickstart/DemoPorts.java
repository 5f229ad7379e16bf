package io.storestream.quickstart;

import io.storestream.cli.CommandFailedException;
import io.storestream.localstack.PortInUseException;
import java.util.function.Supplier;

/** The loopback ports of the demo's parts; 0 takes a free port. */
record DemoPorts(int http, int kafka, int dynamoDb) {

  /**
   * Starts a part that listens on a port.
   *
   * @throws CommandFailedException if the port is taken; the message names it and its option
   */
  static <T> T bind(String option, Supplier<T> start) {
    try {
      return start.get();
    } catch (PortInUseException e) {
      throw new CommandFailedException(
          "%s: choose another with %s".formatted(e.getMessage(), option), e);
    }
  }
}
