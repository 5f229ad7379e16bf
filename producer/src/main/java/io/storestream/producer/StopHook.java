package io.storestream.producer;

/**
 * Ends a run that a signal stops in bounded time, and prints how many events were delivered. Close
 * it at the end of the run. The JVM exits with 128 + the signal's number.
 */
final class StopHook implements AutoCloseable {

  private final EventPublisher publisher;
  private final Thread hook = new Thread(this::stop, "stop-publishing");

  StopHook(EventPublisher publisher) {
    this.publisher = publisher;
  }

  /** Registers for signals. */
  void start() {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      // A signal came before anything was published, and is about to end the JVM.
    }
  }

  private void stop() {
    publisher.close();
    System.err.printf(
        "%,d events were delivered before the stop; publishing the same again does no harm%n",
        publisher.delivered());
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is shutting down, and the hook is running.
    }
  }
}
