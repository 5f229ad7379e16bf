package io.storestream.queryapi;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A DynamoDB over HTTP that answers no read by key before it is told to. Everything else goes to
 * the one that all tests share.
 */
final class SlowDynamoDb implements AutoCloseable {

  private static final String TARGET = "X-Amz-Target";

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
      try {
        respond(exchange, ITEM);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void keepWaiting(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String operation = exchange.getRequestHeaders().getFirst(TARGET);
    if (operation.endsWith(".GetItem")) {
      waiting.add(exchange);
    } else {
      respond(exchange, forward(exchange, body));
    }
  }

  private static byte[] forward(HttpExchange exchange, byte[] body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(TestApi.DYNAMO_DB.endpoint()).POST(BodyPublishers.ofByteArray(body));
    for (String name : List.of(TARGET, "Authorization", "X-Amz-Date", "Content-Type")) {
      request.header(name, exchange.getRequestHeaders().getFirst(name));
    }
    try {
      return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray()).body();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void respond(HttpExchange exchange, byte[] body) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
