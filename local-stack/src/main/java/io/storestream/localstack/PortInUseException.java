package io.storestream.localstack;

/**
 * A server could not listen on a port of the loopback interface, because another process uses it.
 */
public final class PortInUseException extends RuntimeException {
  private final int port;

  PortInUseException(int port) {
    super("port " + port + " is in use");
    this.port = port;
  }

  PortInUseException(int port, Throwable cause) {
    super("port " + port + " is in use", cause);
    this.port = port;
  }

  /** Returns the requested port, 1 to 65535. */
  public int port() {
    return port;
  }
}
