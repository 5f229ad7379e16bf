package io.storestream.quickstart;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.storestream.cli.CommandFailedException;
import io.storestream.ingester.Ingester;
import io.storestream.ingester.IngesterSettings;
import io.storestream.ingester.writer.WriteMode;
import io.storestream.kafka.KafkaOptions;
import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.localstack.EmbeddedKafka;
import io.storestream.localstack.PortInUseException;
import io.storestream.queryapi.QueryApi;
import io.storestream.table.DynamoDbClients;
import io.storestream.table.DynamoDbEndpoint;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/**
 * The whole path in one process: an embedded broker and DynamoDB Local, the ingester and the query
 * API. Once the constructor returns, all of them answer.
 */
final class DemoStack implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DemoStack.class);

  /** One task a core of a small machine; more would only take turns. */
  private static final int PARTITIONS = 2;

  /** DynamoDB Local does one thing at a time; more requests would only wait there. */
  private static final int MAX_IN_FLIGHT = 4;

  private static final int READ_CONNECTIONS = 50;

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final EmbeddedKafka kafka;
  private final EmbeddedDynamoDb dynamoDb;
  private final Ingester ingester;
  private final DynamoDbAsyncClient reader;
  private final QueryApi api;
  private final String table;

  /**
   * Starts everything.
   *
   * @throws CommandFailedException if a port is taken, naming it and its option
   */
  DemoStack(DemoPorts ports, DemoDirectories directories, PrometheusMeterRegistry registry) {
    try {
      CompletableFuture<EmbeddedDynamoDb> starting =
          CompletableFuture.supplyAsync(
              () -> onPort("--dynamodb-port", () -> startDynamoDb(ports.dynamoDb(), directories)));
      opened.push(() -> starting.join().close());
      kafka =
          open(
              onPort(
                  "--kafka-port", () -> EmbeddedKafka.start(ports.kafka(), directories.kafka())));
      dynamoDb = join(starting);
      DynamoDbEndpoint endpoint = DynamoDbEndpoint.local(dynamoDb.endpoint());
      IngesterSettings settings = settings(directories);
      table = settings.table();
      ingester = open(Ingester.start(settings, kafkaOptions(), endpoint, registry));
      reader = open(DynamoDbClients.forReading(endpoint, READ_CONNECTIONS));
      api = open(new QueryApi(reader, table, registry));
      api.start("127.0.0.1", ports.http());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  KafkaOptions kafkaOptions() {
    return KafkaOptions.of(kafka.bootstrapServers());
  }

  Ingester ingester() {
    return ingester;
  }

  DynamoDbAsyncClient reader() {
    return reader;
  }

  URI dynamoDbEndpoint() {
    return dynamoDb.endpoint();
  }

  String table() {
    return table;
  }

  /** Returns where the query API answers, with no slash at the end. */
  String url() {
    return "http://localhost:" + api.port();
  }

  /** Stops everything in reverse. Idempotent. */
  @Override
  public void close() {
    while (!opened.isEmpty()) {
      try (AutoCloseable last = opened.pop()) {
        log.debug("Closing {}", last);
      } catch (Exception e) {
        log.warn("Could not close a part of the demo", e);
      }
    }
  }

  private <T extends AutoCloseable> T open(T part) {
    opened.push(part);
    return part;
  }

  private static EmbeddedDynamoDb startDynamoDb(int port, DemoDirectories directories) {
    return directories
        .dynamoDb()
        .map(dataDir -> EmbeddedDynamoDb.start(port, dataDir))
        .orElseGet(() -> EmbeddedDynamoDb.start(port));
  }

  private static IngesterSettings settings(DemoDirectories directories) {
    IngesterSettings defaults = IngesterSettings.defaults();
    return new IngesterSettings(
        defaults.applicationId(),
        defaults.topic(),
        OptionalInt.of(PARTITIONS),
        PARTITIONS,
        directories.state(),
        defaults.maxAhead(),
        defaults.table(),
        defaults.billing(),
        WriteMode.BATCH,
        MAX_IN_FLIGHT);
  }

  private static <T> T onPort(String option, Supplier<T> start) {
    try {
      return start.get();
    } catch (PortInUseException e) {
      throw new CommandFailedException(
          "%s: choose another with %s".formatted(e.getMessage(), option), e);
    }
  }

  private static <T> T join(CompletableFuture<T> starting) {
    try {
      return starting.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
