package io.storestream.testing.rebuild;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads stores continuously on a separate thread and records each answer that is missing, older
 * than what had arrived before the request, or newer than what was published before the answer.
 */
final class WatchfulReader {

  private final Generations generations;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::run, "reader");
  private final Random random = new Random(7);
  private volatile String url;
  private final AtomicInteger answers = new AtomicInteger();
  private volatile boolean stopped;

  /**
   * @param url URL of the query API, without a trailing slash
   */
  WatchfulReader(Generations generations, String url) {
    this.generations = generations;
    this.url = url;
  }

  void start() {
    thread.start();
  }

  /** Uses another API from the next request on. */
  void moveTo(String other) {
    url = other;
  }

  int answers() {
    return answers.get();
  }

  List<String> faults() {
    return faults;
  }

  /** Stops after the request in flight. */
  void stop() throws InterruptedException {
    stopped = true;
    thread.join();
  }

  private void run() {
    try {
      while (!stopped) {
        if (random.nextInt(10) == 0) {
          expect("{\"count\":%d}".formatted(Generations.STORES), "/v1/stores/count?country=US");
        } else {
          askForOne();
        }
        answers.incrementAndGet();
      }
    } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
      faults.add(e.toString());
    }
  }

  private void askForOne() throws IOException, InterruptedException {
    int before = generations.arrived();
    String path = "/v1/stores/" + Generations.storeNumber(random.nextInt(Generations.STORES));
    HttpResponse<String> answer = get(path);
    int after = generations.published();
    if (answer.statusCode() != 200) {
      faults.add(path + " is " + answer.statusCode() + ": " + answer.body());
      return;
    }
    int generation = Generations.of(answer.body());
    if (generation < before || generation > after) {
      faults.add(
          "%s is in generation %d, but %d had arrived before, and %d was published after"
              .formatted(path, generation, before, after));
    }
  }

  private void expect(String expected, String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = get(path);
    if (!answer.body().equals(expected)) {
      faults.add(path + " is " + answer.body());
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(url + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
