package io.storestream.queryapi;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A DynamoDB over HTTP that answers no read by key before it is told to. */
final class SlowDynamoDb implements AutoCloseable {

  private static final byte[] ITEM =
      "{\"Item\":{\"StoreNumber\":{\"S\":\"1\"},\"Country\":{\"S\":\"US\"}}}"
          .getBytes(StandardCharsets.US_ASCII);

  private final Queue<HttpExchange> waiting = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final HttpServer server;

  SlowDynamoDb() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
    server.setExecutor(threads);
    server.createContext("/", this::keepWaiting);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  int waiting() {
    return waiting.size();
  }

  /** Answers all that have been waiting. */
  void answer() {
    for (HttpExchange exchange = waiting.poll(); exchange != null; exchange = waiting.poll()) {
      try (HttpExchange answered = exchange) {
        answered.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        answered.sendResponseHeaders(200, ITEM.length);
        answered.getResponseBody().write(ITEM);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void keepWaiting(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    waiting.add(exchange);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
