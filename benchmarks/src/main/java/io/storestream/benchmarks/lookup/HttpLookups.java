package io.storestream.benchmarks.lookup;

import io.storestream.benchmarks.process.ParentWatch;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A process that loads an HTTP server: one thread keeps one request in flight on each of a number
 * of connections, and prints {@code answers: N} as {@link Answers} does. It does as little as
 * possible, because it shares the machine with the server. Every answer must be 200 and have the
 * body of the first.
 */
final class HttpLookups {

  private final Answers answers = new Answers();
  private long toSend;
  private byte @Nullable [] body;

  private HttpLookups(long total) {
    this.toSend = total;
  }

  /** Takes the URL, the number of connections, and the number of requests. */
  public static void main(String[] arguments) throws IOException {
    ParentWatch.start();
    long total = Long.parseLong(arguments[2]);
    long unused = load(URI.create(arguments[0]), Integer.parseInt(arguments[1]), total);
  }

  /**
   * Sends requests and returns how many were answered, which is all.
   *
   * @throws IOException if an answer is not 200 or differs from the first, or the server closes a
   *     connection
   */
  static long load(URI url, int connections, long total) throws IOException {
    HttpLookups lookups = new HttpLookups(total);
    lookups.run(url, connections, total);
    return lookups.answers.count();
  }

  private void run(URI url, int connections, long total) throws IOException {
    InetSocketAddress server = new InetSocketAddress(url.getHost(), url.getPort());
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < connections; i++) {
        HttpConnection connection = HttpConnection.open(server, url);
        connection.register(selector);
        sendNext(connection);
      }
      while (answers.count() < total) {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
          receive((HttpConnection) key.attachment());
        }
        selector.selectedKeys().clear();
      }
    }
    answers.print();
  }

  private void sendNext(HttpConnection connection) throws IOException {
    if (toSend > 0) {
      toSend--;
      connection.send();
    }
  }

  private void receive(HttpConnection connection) throws IOException {
    byte[] received = connection.receive();
    if (received == null) {
      return;
    }
    if (body == null) {
      body = received;
    } else if (!Arrays.equals(body, received)) {
      throw new IOException("an answer differs from the first");
    }
    answers.add();
    sendNext(connection);
  }
}
