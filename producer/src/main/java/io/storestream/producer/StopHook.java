package io.storestream.producer;

/**
 * Lets a run that a signal stops end in bounded time and say how far it has come. Close it when the
 * run is through. The JVM exits with 128 + the signal's number by itself.
 */
final class StopHook implements AutoCloseable {

  private final EventPublisher publisher;
  private final Thread hook = new Thread(this::stop, "stop-publishing");

  StopHook(EventPublisher publisher) {
    this.publisher = publisher;
  }

  /** From now on a signal is heeded. */
  void start() {
    Runtime.getRuntime().addShutdownHook(hook);
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
      // The JVM is shutting down: the hook is running, and does the rest.
    }
  }
}
