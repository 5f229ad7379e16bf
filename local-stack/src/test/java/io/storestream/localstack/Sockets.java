package io.storestream.localstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collections;
import java.util.List;

/** Sockets that listen. */
final class Sockets {
  private Sockets() {}

  static ServerSocket listen(int port) throws IOException {
    return new ServerSocket(port, 1, LoopbackPorts.address());
  }

  static boolean accepts(int port) throws IOException {
    return accepts(LoopbackPorts.address(), port);
  }

  static boolean accepts(InetAddress address, int port) {
    try (Socket socket = new Socket(address, port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  static List<InetAddress> addressesBesidesLoopback() throws IOException {
    return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.isLoopbackAddress())
        .toList();
  }
}
