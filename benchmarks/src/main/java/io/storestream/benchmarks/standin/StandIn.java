package io.storestream.benchmarks.standin;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests as an infinitely fast DynamoDB would: every write succeeds. It stores no items
 * and only counts them, so it can't tell whether an item is right. Reads get prepared items.
 *
 * <pre>{@code
 * try (StandIn standIn = StandIn.start(Duration.ZERO)) {
 *   DynamoDbClient.builder().endpointOverride(standIn.endpoint()) ...
 * }
 * }</pre>
 *
 * <p>{@code GET /counters} answers the items and requests written to each table since the start:
 * {@code {"Stores":{"items":50,"requests":2}}}. Thread-safe.
 */
public final class StandIn implements AutoCloseable {

  private static final int THREADS = 2;
  private static final int CONNECTIONS = 1024;
  private static final String COUNTERS = "/counters";
  private static final JsonMapper JSON = new JsonMapper();

  static {
    // The server would otherwise wait for more to send, and close idle connections after 30 s.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.idleInterval", "3600");
    System.setProperty("sun.net.httpserver.maxIdleConnections", Integer.toString(CONNECTIONS));
  }

  private final HttpServer server;
  private final long latencyMs;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Tables tables = new Tables();
  private final Reads reads = new Reads();
  private final Map<String, Counter> counters = new ConcurrentHashMap<>();

  private record Counter(LongAdder items, LongAdder requests) {}

  private StandIn(HttpServer server, Duration latency) {
    this.server = server;
    this.latencyMs = latency.toMillis();
  }

  /**
   * Starts on a free port of the loopback interface.
   *
   * @param latency time before a read or write is answered
   * @throws UncheckedIOException if it can't listen
   */
  public static StandIn start(Duration latency) {
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      StandIn standIn = new StandIn(HttpServer.create(address, CONNECTIONS), latency);
      standIn.server.setExecutor(standIn.threads);
      standIn.server.createContext("/", standIn::handle);
      standIn.server.start();
      return standIn;
    } catch (IOException e) {
      throw new UncheckedIOException("the stand-in can't listen", e);
    }
  }

  /** Returns the endpoint for clients, {@code http://127.0.0.1:PORT}. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    if (target == null) {
      send(
          exchange,
          exchange.getRequestURI().getPath().equals(COUNTERS)
              ? Answer.of(counters().toString().getBytes(StandardCharsets.UTF_8))
              : Answer.error("UnknownOperationException", "there is only " + COUNTERS));
      return;
    }
    String operation = target.substring(target.indexOf('.') + 1);
    Answer data = read(operation, body);
    if (data == null) {
      send(exchange, manage(operation, body));
    } else if (latencyMs == 0) {
      send(exchange, data);
    } else {
      sendLater(exchange, data);
    }
  }

  /** Returns the answer to a read or write, or {@code null} if the operation is neither. */
  private @Nullable Answer read(String operation, byte[] body) {
    Optional<WriteRequest> write = WriteRequest.of(operation);
    return write.isPresent() ? write(write.get(), body) : reads.answer(operation);
  }

  private Answer write(WriteRequest request, byte[] body) {
    String table = request.tableOf(body);
    int items = request.itemsOf(body);
    Counter counter =
        counters.computeIfAbsent(table, it -> new Counter(new LongAdder(), new LongAdder()));
    counter.items.add(items);
    counter.requests.increment();
    return Answer.of(request.answer(table, items));
  }

  private Answer manage(String operation, byte[] body) throws IOException {
    Answer answer = tables.answer(operation, JSON.readTree(body));
    return answer == null ? Answer.error("UnknownOperationException", operation) : answer;
  }

  private ObjectNode counters() {
    ObjectNode all = Answer.object();
    counters.forEach(
        (table, counter) ->
            all.putObject(table)
                .put("items", counter.items.sum())
                .put("requests", counter.requests.sum()));
    return all;
  }

  private void sendLater(HttpExchange exchange, Answer answer) {
    try {
      ScheduledFuture<?> unused =
          timer.schedule(
              () -> {
                send(exchange, answer);
                return null;
              },
              latencyMs,
              TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      exchange.close(); // this is closed
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
    exchange.sendResponseHeaders(answer.status(), answer.body().length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(answer.body());
    }
  }

  /** Stops at once; requests in flight are not answered. */
  @Override
  public void close() {
    server.stop(0);
    timer.shutdownNow();
    threads.shutdownNow();
  }
}
