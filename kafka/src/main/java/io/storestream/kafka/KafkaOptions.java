package io.storestream.kafka;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.option.EnvironmentVariable;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Command-line options that say which Kafka cluster to use and how; a picocli mixin. */
public final class KafkaOptions {

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Kafka brokers to connect to first, separated by commas.")
  @EnvironmentVariable("KAFKA_BOOTSTRAP_SERVERS")
  private String bootstrapServers = "localhost:9092";

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description =
          "Properties file with all other settings of Kafka clients, such as TLS and SASL.")
  @EnvironmentVariable("KAFKA_CONFIG")
  private String configFile = "";

  /** Creates options that picocli fills in. */
  public KafkaOptions() {}

  private KafkaOptions(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** Returns the options of a cluster that needs no settings but its address. */
  public static KafkaOptions of(String bootstrapServers) {
    return new KafkaOptions(bootstrapServers);
  }

  /** Returns the brokers to start from, as given. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /**
   * Returns the settings for any Kafka client: the file's, and over them the bootstrap servers.
   *
   * @throws CommandFailedException if the file can't be read
   */
  public Map<String, Object> clientConfig() {
    Map<String, Object> config = new HashMap<>();
    Path file = configFile();
    if (file != null) {
      Properties properties = new Properties();
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      } catch (NoSuchFileException e) {
        throw new CommandFailedException(
            "there is no file " + file + " with Kafka settings (--kafka-config)", e);
      } catch (IOException | IllegalArgumentException e) {
        throw new CommandFailedException(
            "can't read the Kafka settings in " + file + " (--kafka-config): " + e.getMessage(), e);
      }
      properties
          .stringPropertyNames()
          .forEach(name -> config.put(name, properties.getProperty(name)));
    }
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return config;
  }

  private @Nullable Path configFile() {
    return configFile.isBlank() ? null : Path.of(configFile);
  }
}
