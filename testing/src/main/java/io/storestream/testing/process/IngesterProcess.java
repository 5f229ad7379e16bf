package io.storestream.testing.process;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One ingester in a separate process, which can be killed and started again in the same directory.
 * Used by one thread.
 */
public final class IngesterProcess implements AutoCloseable {

  /** Values for an emulator, which accepts any. */
  private static final Map<String, String> AWS_ENVIRONMENT =
      Map.of(
          "AWS_REGION", "us-east-1",
          "AWS_ACCESS_KEY_ID", "local",
          "AWS_SECRET_ACCESS_KEY", "local");

  private final Path directory;
  private final StoresProcess process;

  /**
   * Starts nothing yet.
   *
   * @param directory a separate directory for local state, output and log
   * @param options the options of {@code ingest}, without the state directory and the metrics port
   */
  public IngesterProcess(URI dynamoDb, Path directory, List<String> options) {
    this.directory = directory;
    Map<String, String> environment = new HashMap<>(AWS_ENVIRONMENT);
    environment.put("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.toString());
    List<String> arguments = new ArrayList<>();
    arguments.add("ingest");
    arguments.addAll(options);
    arguments.addAll(List.of("--state-dir", stateDir().toString(), "--management-port", "0"));
    process = new StoresProcess(directory, "ingester", environment, arguments);
  }

  /** Returns the directory of its local state. */
  public Path stateDir() {
    return directory.resolve("state");
  }

  /** Returns the file with the standard error of all its runs. */
  public Path log() {
    return process.log();
  }

  /** Starts the process; does not wait until it is ready. */
  public void start() {
    process.start();
  }

  /** Returns whether it runs. */
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

  /** Returns whether it reports that it is ready. */
  public boolean isReady() {
    return process.get("/health/ready").isPresent();
  }

  /** Returns its metrics, or nothing if it does not answer. */
  public Optional<Scrape> scrape() {
    return process.get("/metrics").map(Scrape::new);
  }

  @Override
  public void close() {
    process.close();
  }
}
