package io.storestream.quickstart;

import io.storestream.cli.CommandFailedException;
import io.storestream.localstack.PortInUseException;
import java.util.function.Supplier;

/** Where the parts of the demo listen, on the loopback interface; 0 takes a free port. */
record DemoPorts(int http, int kafka, int dynamoDb) {

  /**
   * Starts a part that listens.
   *
   * @throws CommandFailedException if its port is taken, naming the port and the option
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
