package io.storestream.cli.management;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.storestream.cli.CommandFailedException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Health and metrics of a program over HTTP, on a separate port.
 *
 * <p>A health check must get an answer, or a healthy program is killed. A client that sends half a
 * request, or does not read the answer, therefore blocks only one of {@value #THREADS} threads, for
 * at most {@value #PATIENCE_SECONDS} s.
 */
public final class ManagementServer implements AutoCloseable {

  static final int THREADS = 4;
  private static final String PATIENCE_SECONDS = "5";

  static {
    // The JDK's server reads these once; without them it waits for ever.
    System.setProperty("sun.net.httpserver.maxReqTime", PATIENCE_SECONDS);
    System.setProperty("sun.net.httpserver.maxRspTime", PATIENCE_SECONDS);
  }

  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private static final int NO_BODY = -1;

  private final HttpServer server;
  private final ExecutorService executor =
      Executors.newFixedThreadPool(THREADS, task -> new Thread(task, "management"));

  private ManagementServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Takes the port; {@link #start} starts to answer.
   *
   * @param host a name or an address of this machine; {@code 0.0.0.0} for all of them
   * @param port 0 takes a free one
   * @throws CommandFailedException if the port is taken or the host is not this machine's
   */
  public static ManagementServer bind(String host, int port) {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new CommandFailedException(
          "can't listen on %s (--management-host): no such host".formatted(host));
    }
    try {
      return new ManagementServer(HttpServer.create(address, 0));
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      throw new CommandFailedException(
          e instanceof BindException && message.contains("in use")
              ? "port %d is in use: choose another with --management-port".formatted(port)
              : "can't listen on %s port %d (--management-host, --management-port): %s"
                  .formatted(host, port, message),
          e);
    }
  }

  /**
   * Starts to answer.
   *
   * @param live whether a restart would not help
   * @param trouble why it should get no work, or nothing if all is well
   */
  public void start(
      BooleanSupplier live, Supplier<Optional<String>> trouble, PrometheusMeterRegistry registry) {
    server.createContext(
        "/health/live",
        exchange -> {
          boolean up = live.getAsBoolean();
          answer(exchange, up, TEXT, up ? "UP" : "stopped by a failure");
        });
    server.createContext(
        "/health/ready",
        exchange -> {
          Optional<String> why = trouble.get();
          answer(exchange, why.isEmpty(), TEXT, why.orElse("UP"));
        });
    server.createContext(
        "/metrics", exchange -> answer(exchange, true, PROMETHEUS, registry.scrape()));
    server.setExecutor(executor);
    server.start();
  }

  /** Returns the port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdown();
  }

  private static void answer(HttpExchange exchange, boolean ok, String type, String text)
      throws IOException {
    try (exchange) {
      // A context is a prefix for the server: it would answer /health/lively too.
      if (!exchange.getRequestURI().getPath().equals(exchange.getHttpContext().getPath())) {
        exchange.sendResponseHeaders(404, NO_BODY);
        return;
      }
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(ok ? 200 : 503, body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }
}
