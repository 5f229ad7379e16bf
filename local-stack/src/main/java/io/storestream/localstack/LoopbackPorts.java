package io.storestream.localstack;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Finds and checks TCP ports of the IPv4 loopback interface.
 *
 * <p>Free ports are taken from below the range that operating systems use for outgoing connections
 * (32768 and up on Linux, 49152 and up elsewhere). Any client could take a port of that range while
 * a server restarts, and a client that keeps connecting to a stopped server on such a port can even
 * connect to itself.
 */
final class LoopbackPorts {
  /** An address instead of {@code localhost}, so that no client tries {@code ::1} first. */
  static final String HOST = "127.0.0.1";

  private static final int FIRST = 20_000;
  private static final int END = 32_768;
  private static final int MAX_PROBES = 1_000;

  private LoopbackPorts() {}

  /**
   * Returns a port that was free a moment ago. It is not reserved, so a caller must be prepared to
   * lose it and to ask again.
   *
   * @throws IllegalStateException if 1000 randomly chosen ports are all taken
   */
  static int pickFree() {
    for (int probe = 0; probe < MAX_PROBES; probe++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port between " + FIRST + " and " + (END - 1));
  }

  /**
   * Checks that the port is free.
   *
   * @throws PortInUseException if it is not free
   * @throws IllegalArgumentException if it is not between 1 and 65535
   */
  static void requireFree(int port) {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
    }
    if (!isFree(port)) {
      throw new PortInUseException(port);
    }
  }

  /** Returns whether a start failed because a port was taken: a cause is a bind error. */
  static boolean isBindFailure(Throwable failure) {
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof BindException) {
        return true;
      }
    }
    return false;
  }

  static InetAddress address() throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, address())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
