package io.storestream.testing.postgres;

import io.storestream.localstack.EmbeddedKafka;
import io.storestream.testing.process.JavaProcess;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.connect.cli.ConnectStandalone;

/**
 * Kafka Connect in a separate process, with Debezium's connector in the configuration that {@code
 * deploy/connect} has for users. Used by one thread.
 */
final class ConnectorProcess implements AutoCloseable {

  private static final Path CONFIGURATION = Path.of("..", "deploy", "connect");

  private final JavaProcess process;

  private ConnectorProcess(JavaProcess process) {
    this.process = process;
  }

  /**
   * Starts nothing yet.
   *
   * @param directory keeps its position across restarts, and its log
   * @param changes to the connector's settings
   */
  static ConnectorProcess of(
      EmbeddedKafka kafka, StoreDatabase database, Path directory, Map<String, String> changes)
      throws IOException {
    Files.createDirectories(directory);
    Properties worker = read("worker.properties");
    worker.putAll(
        Map.of(
            "bootstrap.servers",
            kafka.bootstrapServers(),
            "listeners",
            "http://127.0.0.1:0",
            "offset.storage.file.filename",
            directory.resolve("offsets").toString(),
            "plugin.discovery",
            "service_load"));
    worker.remove("plugin.path"); // the connector is on the class path
    Properties connector = read("postgres.properties");
    connector.putAll(database.connectorSettings());
    connector.putAll(changes);
    return new ConnectorProcess(
        new JavaProcess(
            "connect",
            directory,
            ConnectStandalone.class.getName(),
            List.of(
                write(worker, directory.resolve("worker.properties")),
                write(connector, directory.resolve("postgres.properties"))),
            Map.of()));
  }

  /** Starts the process; does not wait until it is ready. */
  void start() {
    process.start();
  }

  /** Kills the process with SIGKILL; returns when it has ended. */
  void kill() {
    process.kill();
  }

  /** Returns whether it runs. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Returns the file with the standard error of all its runs. */
  Path log() {
    return process.log();
  }

  @Override
  public void close() {
    process.close();
  }

  private static Properties read(String name) throws IOException {
    Properties properties = new Properties();
    try (BufferedReader in = Files.newBufferedReader(CONFIGURATION.resolve(name))) {
      properties.load(in);
    }
    return properties;
  }

  private static String write(Properties properties, Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    }
    return file.toString();
  }
}
