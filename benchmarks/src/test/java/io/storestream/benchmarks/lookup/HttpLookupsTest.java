package io.storestream.benchmarks.lookup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpLookupsTest {

  private static final int CONNECTIONS = 4;

  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void shouldSendExactlyAsManyRequests() throws IOException {
    answer("/stores?country=US", 200, "x".repeat(200_000));

    assertThat(HttpLookups.load(url("/stores?country=US"), CONNECTIONS, 50)).isEqualTo(50);

    assertThat(requests).hasValue(50);
  }

  @Test
  void shouldSendFewerRequestsThanItHasConnections() throws IOException {
    answer("/", 200, "");

    assertThat(HttpLookups.load(url("/"), CONNECTIONS, 1)).isEqualTo(1);

    assertThat(requests).hasValue(1);
  }

  @Test
  void shouldFailIfAnAnswerIsNo200() {
    answer("/", 503, "later");

    assertThatThrownBy(() -> HttpLookups.load(url("/"), CONNECTIONS, 50))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("not an answer of 200 with a length: HTTP/1.1 503 ");
  }

  @Test
  void shouldFailIfAnAnswerDiffersFromTheFirst() {
    server.createContext(
        "/",
        exchange -> {
          byte[] body = Integer.toString(requests.incrementAndGet() / 10).getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });

    assertThatThrownBy(() -> HttpLookups.load(url("/"), CONNECTIONS, 50))
        .isInstanceOf(IOException.class)
        .hasMessage("an answer differs from the first");
  }

  @Test
  void shouldFailIfTheServerCloses() {
    server.createContext(
        "/",
        exchange -> {
          exchange.close();
          requests.incrementAndGet();
        });

    assertThatThrownBy(() -> HttpLookups.load(url("/"), CONNECTIONS, 50))
        .isInstanceOf(EOFException.class);
  }

  private URI url(String target) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + target);
  }

  private void answer(String target, int status, String text) {
    byte[] body = text.getBytes(UTF_8);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          assertThat(exchange.getRequestURI()).hasToString(target);
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
  }
}
