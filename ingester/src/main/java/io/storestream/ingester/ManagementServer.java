package io.storestream.ingester;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.storestream.cli.CommandFailedException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Health and metrics of the ingester over HTTP, on a port of their own. */
final class ManagementServer implements AutoCloseable {

  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "management"));

  private ManagementServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts to answer on all interfaces.
   *
   * @param port 0 takes a free one
   * @throws CommandFailedException if the port is taken
   */
  static ManagementServer start(int port, Ingester ingester, PrometheusMeterRegistry registry) {
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(port), 0);
    } catch (BindException e) {
      throw new CommandFailedException(
          "port %d is in use: choose another with --management-port".formatted(port), e);
    } catch (IOException e) {
      throw new CommandFailedException(
          "can't listen on port %d (--management-port): %s".formatted(port, e.getMessage()), e);
    }
    ManagementServer management = new ManagementServer(server);
    server.createContext(
        "/health/live",
        exchange -> answer(exchange, !ingester.failure().isDone(), TEXT, "stream threads"));
    server.createContext(
        "/health/ready",
        exchange -> {
          String trouble = ingester.trouble().orElse(ingester.isRunning() ? "" : "not running yet");
          answer(exchange, trouble.isEmpty(), TEXT, trouble);
        });
    server.createContext(
        "/metrics", exchange -> answer(exchange, true, PROMETHEUS, registry.scrape()));
    server.setExecutor(management.executor);
    server.start();
    return management;
  }

  /** Returns the port it listens on. */
  int port() {
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
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(ok ? 200 : 503, body.length == 0 ? -1 : body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }
}
