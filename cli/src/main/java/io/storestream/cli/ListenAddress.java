package io.storestream.cli;

import java.util.Set;

/** The address of a server, in a form for people. */
public final class ListenAddress {

  private static final Set<String> ALL_ADDRESSES = Set.of("0.0.0.0", "::", "[::]");

  private ListenAddress() {}

  /**
   * Returns the URL for a browser on this machine.
   *
   * @param scheme {@code http} or {@code https}
   * @param host name or address that the server was told to listen on
   * @param port actual port of the server
   */
  public static String url(String scheme, String host, int port) {
    if (ALL_ADDRESSES.contains(host)) {
      return scheme + "://localhost:" + port;
    }
    boolean bareIpv6 = host.contains(":") && !host.startsWith("[");
    return scheme + "://" + (bareIpv6 ? "[" + host + "]" : host) + ":" + port;
  }
}
