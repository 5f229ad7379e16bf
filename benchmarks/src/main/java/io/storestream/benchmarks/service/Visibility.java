package io.storestream.benchmarks.service;

import io.storestream.cli.CommandFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Measures how long it takes until changes of stores can be read over HTTP: reads each store again
 * and again until the answer has the change. The pause between two reads is 10 ms, and a tenth of
 * the time so far if that is longer; a latency is exact to that. At most four reads are in flight,
 * so that they do not hold up the writes that they wait for; a wait for one of them counts. Used by
 * one thread.
 */
final class Visibility implements AutoCloseable {

  private static final int READERS = 4;

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(10);
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService readers = Executors.newFixedThreadPool(READERS);
  private final URI api;
  private final Duration deadline;
  private final List<CompletableFuture<Duration>> latencies = new ArrayList<>();

  /**
   * @param api root of the API
   * @param deadline a change that can't be read by then is lost
   */
  Visibility(URI api, Duration deadline) {
    this.api = api;
    this.deadline = deadline;
  }

  /** Begins to read a store until it has a time; its latency counts from this call. */
  void watch(String storeNumber, Instant updatedAt) {
    HttpRequest request =
        HttpRequest.newBuilder(api.resolve("/v1/stores/" + storeNumber))
            .timeout(READ_TIMEOUT)
            .build();
    Change change =
        new Change(request, "\"updatedAt\":\"%s\"".formatted(updatedAt), System.nanoTime());
    latencies.add(readLater(change));
  }

  /**
   * Waits until all changes can be read.
   *
   * @return the latencies, shortest first
   * @throws CommandFailedException if a change can't be read by the deadline
   */
  List<Duration> await() {
    try {
      return latencies.stream().map(CompletableFuture::join).sorted().toList();
    } catch (CompletionException e) {
      throw e.getCause() instanceof CommandFailedException lost
          ? lost
          : new CommandFailedException("the API does not answer: " + e.getCause(), e);
    }
  }

  private CompletableFuture<Duration> readLater(Change change) {
    Duration pause = change.age().dividedBy(10);
    long pauseMs = Math.max(SHORTEST_PAUSE.toMillis(), pause.toMillis());
    Executor later = CompletableFuture.delayedExecutor(pauseMs, TimeUnit.MILLISECONDS, readers);
    return CompletableFuture.supplyAsync(() -> read(change), later)
        .thenCompose(answer -> latency(change, answer));
  }

  private String read(Change change) {
    try {
      return http.send(change.request(), BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new CancellationException("closed");
    }
  }

  private CompletableFuture<Duration> latency(Change change, String answer) {
    Duration age = change.age();
    if (answer.contains(change.updatedAt())) {
      return CompletableFuture.completedFuture(age);
    }
    return age.compareTo(deadline) < 0
        ? readLater(change)
        : CompletableFuture.failedFuture(
            new CommandFailedException(
                "%s lacks %s after %s: %s"
                    .formatted(change.request().uri(), change.updatedAt(), deadline, answer)));
  }

  /** Reads nothing more. */
  @Override
  public void close() {
    readers.shutdownNow();
  }

  /**
   * A change to be read.
   *
   * @param updatedAt what the answer contains then
   * @param sentNs when the event was sent, by {@link System#nanoTime}
   */
  private record Change(HttpRequest request, String updatedAt, long sentNs) {

    Duration age() {
      return Duration.ofNanos(System.nanoTime() - sentNs);
    }
  }
}
