package io.storestream.cli;

import java.util.Set;

/** Where a server listens, as people write it. */
public final class ListenAddress {

  private static final Set<String> ALL_ADDRESSES = Set.of("0.0.0.0", "::", "[::]");

  private ListenAddress() {}

  /**
   * Returns the URL by which a browser on this machine reaches a server.
   *
   * @param scheme {@code http} or {@code https}
   * @param host what it was told to listen on: a name or an address
   * @param port the port that it has
   */
  public static String url(String scheme, String host, int port) {
    if (ALL_ADDRESSES.contains(host)) {
      return scheme + "://localhost:" + port;
    }
    boolean bareIpv6 = host.contains(":") && !host.startsWith("[");
    return scheme + "://" + (bareIpv6 ? "[" + host + "]" : host) + ":" + port;
  }
}
