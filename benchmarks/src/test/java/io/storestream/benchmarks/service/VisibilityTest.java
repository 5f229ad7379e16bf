package io.storestream.benchmarks.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.storestream.cli.CommandFailedException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VisibilityTest {

  private static final Instant OLD = Instant.EPOCH;
  private static final Instant NEW = Instant.EPOCH.plusMillis(1);

  private final Map<String, AtomicInteger> reads = new ConcurrentHashMap<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger mostInFlight = new AtomicInteger();
  private final ExecutorService handlers = Executors.newCachedThreadPool();
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(handlers);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    handlers.shutdownNow();
  }

  @Test
  void shouldReadEachStoreUntilItHasTheChange() {
    // The first read of 1-1 and the third of 2-2 have the change.
    answer(Map.of("1-1", 1, "2-2", 3));
    try (Visibility visibility = new Visibility(api(), Duration.ofSeconds(20))) {
      visibility.watch("1-1", NEW);
      visibility.watch("2-2", NEW);

      assertThat(visibility.await())
          .hasSize(2)
          .isSorted()
          .allSatisfy(it -> assertThat(it).isGreaterThanOrEqualTo(Duration.ofMillis(10)));
      assertThat(reads.get("1-1")).hasValue(1);
      assertThat(reads.get("2-2")).hasValue(3);
    }
  }

  @Test
  void shouldReadFourStoresAtOnce() {
    CyclicBarrier four = new CyclicBarrier(4); // fewer would wait for ever
    IntStream.range(0, 8)
        .forEach(
            it ->
                server.createContext(
                    "/v1/stores/" + it,
                    exchange -> {
                      mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
                      await(four);
                      inFlight.decrementAndGet();
                      answer(exchange, NEW);
                    }));
    try (Visibility visibility = new Visibility(api(), Duration.ofSeconds(20))) {
      IntStream.range(0, 8).forEach(it -> visibility.watch(Integer.toString(it), NEW));

      assertThat(visibility.await()).hasSize(8);
      assertThat(mostInFlight).hasValue(4);
    }
  }

  @Test
  void shouldFailIfAChangeIsLost() {
    answer(Map.of("1-1", Integer.MAX_VALUE));
    try (Visibility visibility = new Visibility(api(), Duration.ofMillis(50))) {
      visibility.watch("1-1", NEW);

      assertThatThrownBy(visibility::await)
          .isInstanceOf(CommandFailedException.class)
          .hasMessage(
              "%s/v1/stores/1-1 lacks \"updatedAt\":\"%s\" after PT0.05S: {\"updatedAt\":\"%s\"}",
              api(), NEW, OLD);
    }
  }

  @Test
  void shouldFailIfTheApiIsAway() {
    URI api = api();
    server.stop(0);
    try (Visibility visibility = new Visibility(api, Duration.ofSeconds(20))) {
      visibility.watch("1-1", NEW);

      assertThatThrownBy(visibility::await)
          .isInstanceOf(CommandFailedException.class)
          .hasMessageStartingWith("the API does not answer: ");
    }
  }

  private URI api() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Answers with the change from the read of this number on. */
  private void answer(Map<String, Integer> changedFrom) {
    changedFrom.forEach(
        (storeNumber, first) ->
            server.createContext(
                "/v1/stores/" + storeNumber,
                exchange -> {
                  int read =
                      reads
                          .computeIfAbsent(storeNumber, it -> new AtomicInteger())
                          .incrementAndGet();
                  answer(exchange, read < first ? OLD : NEW);
                }));
  }

  private static void answer(HttpExchange exchange, Instant updatedAt) throws IOException {
    byte[] body = "{\"updatedAt\":\"%s\"}".formatted(updatedAt).getBytes(UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }
}
