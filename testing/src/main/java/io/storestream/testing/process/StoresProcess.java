package io.storestream.testing.process;

import io.storestream.quickstart.Stores;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One command in a separate process, which can be killed and started again. Used by one thread. */
public class StoresProcess implements AutoCloseable {

  private static final Pattern MANAGEMENT = Pattern.compile("metrics at (http://\\S+)/metrics");
  private static final Duration SCRAPE_TIMEOUT = Duration.ofSeconds(5);

  private final JavaProcess process;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * Starts nothing yet.
   *
   * @param directory for output and log
   * @param name of the files with these
   * @param environment what the process has beside that of this process
   * @param arguments the command and its options
   */
  public StoresProcess(
      Path directory, String name, Map<String, String> environment, List<String> arguments) {
    process = new JavaProcess(name, directory, Stores.class.getName(), arguments, environment);
  }

  /** Returns the file with the standard error of all its runs. */
  public Path log() {
    return process.log();
  }

  /** Starts the process; does not wait until it is ready. */
  public void start() {
    process.start();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Kills the process with SIGKILL; returns when it has ended. */
  public void kill() {
    process.kill();
  }

  /** Pauses the process with SIGSTOP, as a suspended machine does. */
  public void pause() {
    process.pause();
  }

  /** Lets a paused process go on. */
  public void unpause() {
    process.unpause();
  }

  /**
   * Stops the process with SIGTERM.
   *
   * @return its exit code
   * @throws IllegalStateException if it is not running or does not end in time
   */
  public int stop(Duration timeout) {
    return process.stop(timeout);
  }

  @Override
  public void close() {
    process.close();
  }

  /** Returns what its management port answers with status 200; nothing if it does not. */
  public Optional<String> get(String path) {
    try {
      Matcher management = MANAGEMENT.matcher(Files.readString(process.output()));
      if (!isAlive() || !management.find()) {
        return Optional.empty();
      }
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(management.group(1) + path))
              .timeout(SCRAPE_TIMEOUT)
              .build();
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // it is starting or ending
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
