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
 * A DynamoDB over HTTP that answers no lookup before the test says so, and then with store 1, one
 * store at every location, and no children. All else goes to the one that all tests share.
 */
public final class SlowDynamoDb implements AutoCloseable {

  private static final String TARGET = "X-Amz-Target";

  private static final String ITEM =
      "{\"Item\":{\"StoreNumber\":{\"S\":\"1\"},\"Country\":{\"S\":\"US\"}}}";

  private static final String COUNT =
      "{\"Item\":{\"Parent\":{\"S\":\"US\"},\"Name\":{\"S\":\"NE\"},\"Count\":{\"N\":\"1\"},"
          + "\"Version\":{\"N\":\"1\"}}}";

  private static final String NO_ITEMS = "{\"Items\":[],\"Count\":0}";

  private record Waiting(HttpExchange exchange, String answer) {}

  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final HttpServer server;

  public SlowDynamoDb() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
    server.setExecutor(threads);
    server.createContext("/", this::keepWaiting);
    server.start();
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public int waiting() {
    return waiting.size();
  }

  /** Answers all that have been waiting. */
  public void answer() {
    for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
      try {
        respond(next.exchange(), next.answer().getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void keepWaiting(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String operation = exchange.getRequestHeaders().getFirst(TARGET);
    if (operation.endsWith(".GetItem")) {
      boolean counts = new String(body, StandardCharsets.UTF_8).contains("Counts\"");
      waiting.add(new Waiting(exchange, counts ? COUNT : ITEM));
    } else if (operation.endsWith(".Query")) {
      waiting.add(new Waiting(exchange, NO_ITEMS));
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
