package io.storestream.localstack;

/** A server was asked to listen on a port of the loopback interface that somebody else holds. */
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

  /** The port that was asked for, 1 to 65535. */
  public int port() {
    return port;
  }
}
