package io.storestream.testing.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.Topics;
import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.localstack.EmbeddedKafka;
import io.storestream.localstack.SharedBackends;
import io.storestream.producer.StoreFilePublisher;
import io.storestream.quickstart.Stores;
import io.storestream.testing.deploy.cloudformation.CloudFormationTemplate;
import io.storestream.testing.deploy.cloudformation.TemplateTables;
import io.storestream.testing.deploy.kubernetes.Kustomization;
import io.storestream.testing.deploy.kubernetes.Manifests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/**
 * A broker, the tables of the template behind a proxy that records requests, and programs started
 * as in the manifests, except for the addresses of these two.
 */
final class DeployedStack implements AutoCloseable {

  private final Path directory;
  private final Manifests manifests = Kustomization.render(Deployment.BASE);
  private final EmbeddedKafka kafka = SharedBackends.kafka();
  private final EmbeddedDynamoDb dynamoDb = SharedBackends.dynamoDb();
  private final RecordingProxy proxy = RecordingProxy.start(dynamoDb.endpoint());
  private final FakeSts sts;
  private final DynamoDbAsyncClient direct =
      DynamoDbClients.forReading(DynamoDbEndpoint.local(dynamoDb.endpoint()), 2);

  /**
   * Starts with both tables, which are empty.
   *
   * @param directory for local state and the output of programs
   */
  DeployedStack(Path directory) {
    this.directory = directory;
    this.sts = FakeSts.start(directory);
    createTables();
  }

  void createTables() {
    TemplateTables.create(CloudFormationTemplate.with(Map.of()), direct);
  }

  /** Publishes the bundled sample: 1,000 stores. */
  void publishSample() {
    try (InputStream sample = Stores.class.getResourceAsStream("sample.csv")) {
      publish(new String(Objects.requireNonNull(sample).readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Publishes the rows of a CSV file. */
  void publish(String csv) {
    try {
      Path file = Files.createTempFile("stores", ".csv");
      try {
        Files.writeString(file, csv);
        new StoreFilePublisher(KafkaOptions.of(kafka.bootstrapServers()), Topics.STORE_CHANGES)
            .publish(List.of(file), Instant.now());
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the lines printed by programs that match. */
  List<String> printed(Predicate<String> kind) {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(Program::isPrinted).toList()) {
        try (Stream<String> lines = Files.lines(file)) {
          lines.filter(kind).forEach(found::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /** Returns a client that bypasses the proxy. */
  DynamoDbAsyncClient direct() {
    return direct;
  }

  RecordingProxy proxy() {
    return proxy;
  }

  Manifests manifests() {
    return manifests;
  }

  /** Starts the program of a manifest. */
  Program start(String name) {
    return Program.start(directory, environment(name), manifests.arguments(name));
  }

  /** Starts a command with the environment of the ingester. */
  Program start(List<String> arguments) {
    return Program.start(directory, environment(Manifests.INGESTER), arguments);
  }

  private Map<String, String> environment(String name) {
    Map<String, String> environment = new LinkedHashMap<>(manifests.environment(name));
    environment.replace("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    environment.replace("STORES_MANAGEMENT_HOST", "127.0.0.1");
    environment.replace("STORES_MANAGEMENT_PORT", "0");
    environment.replace("STORES_HTTP_HOST", "127.0.0.1");
    environment.replace("STORES_HTTP_PORT", "0");
    environment.replace("STORES_STATE_DIR", directory.resolve("state").toString());
    environment.put("AWS_ENDPOINT_URL_DYNAMODB", proxy.endpoint().toString());
    environment.putAll(sts.environment());
    environment.put("STORES_LIBRARY_LOG_LEVEL", "DEBUG");
    return environment;
  }

  @Override
  public void close() {
    direct.close();
    sts.close();
    proxy.close();
  }
}
