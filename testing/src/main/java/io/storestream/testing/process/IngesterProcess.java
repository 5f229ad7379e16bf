package io.storestream.testing.process;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One ingester in a separate process, which can be killed and started again in the same directory.
 * Used by one thread.
 */
public final class IngesterProcess extends StoresProcess {

  /** Values for an emulator, which accepts any. */
  private static final Map<String, String> AWS_ENVIRONMENT =
      Map.of(
          "AWS_REGION", "us-east-1",
          "AWS_ACCESS_KEY_ID", "local",
          "AWS_SECRET_ACCESS_KEY", "local");

  private final Path stateDir;

  /**
   * Starts nothing yet.
   *
   * @param directory a separate directory for local state, output and log
   * @param options the options of {@code ingest}, without the state directory and the metrics port
   */
  public IngesterProcess(URI dynamoDb, Path directory, List<String> options) {
    super(directory, "ingester", environment(dynamoDb), arguments(options, stateDir(directory)));
    this.stateDir = stateDir(directory);
  }

  private static Map<String, String> environment(URI dynamoDb) {
    Map<String, String> environment = new HashMap<>(AWS_ENVIRONMENT);
    environment.put("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.toString());
    return environment;
  }

  private static List<String> arguments(List<String> options, Path stateDir) {
    List<String> arguments = new ArrayList<>();
    arguments.add("ingest");
    arguments.addAll(options);
    arguments.addAll(List.of("--state-dir", stateDir.toString(), "--management-port", "0"));
    return arguments;
  }

  private static Path stateDir(Path directory) {
    return directory.resolve("state");
  }

  /** Returns the directory of its local state. */
  public Path stateDir() {
    return stateDir;
  }

  /** Returns whether it reports that it is ready. */
  public boolean isReady() {
    return get("/health/ready").isPresent();
  }

  /** Returns its metrics, or nothing if it does not answer. */
  public Optional<Scrape> scrape() {
    return get("/metrics").map(Scrape::new);
  }
}
