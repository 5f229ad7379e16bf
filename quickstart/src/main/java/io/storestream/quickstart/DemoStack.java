package io.storestream.quickstart;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.storestream.cli.CommandFailedException;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.ingester.IngesterSettings;
import io.storestream.ingester.command.Ingester;
import io.storestream.kafka.KafkaOptions;
import io.storestream.localstack.DirectoryInUseException;
import io.storestream.localstack.EmbeddedKafka;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole path in one process. Once the constructor returns, all parts answer. */
final class DemoStack implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DemoStack.class);

  private static final int PARTITIONS = 2;

  /** One thread is faster than DynamoDB Local, which needs the other core. */
  private static final int THREADS = 1;

  /**
   * Broker and DynamoDB Local share two cores; fewer transactions leave more of them to DynamoDB
   * Local.
   */
  private static final Duration COMMIT_INTERVAL = Duration.ofMillis(500);

  /** DynamoDB Local executes one request at a time; further requests would only wait there. */
  private static final int MAX_IN_FLIGHT = 4;

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final EmbeddedKafka kafka;
  private final DemoLookups lookups;
  private final Ingester ingester;

  /**
   * Starts everything.
   *
   * @throws io.storestream.cli.CommandFailedException if a port is taken; the message names it and
   *     its option
   */
  DemoStack(DemoPorts ports, DemoDirectories directories, PrometheusMeterRegistry registry) {
    try {
      CompletableFuture<DemoLookups> starting =
          CompletableFuture.supplyAsync(
              () -> DemoLookups.start(ports, directories, StoresTable.DEFAULT_NAME, registry));
      opened.push(() -> join(starting).close());
      kafka = startKafka(ports, directories);
      opened.push(kafka);
      lookups = join(starting);
      ingester =
          Ingester.start(
              settings(directories),
              kafkaOptions(),
              DynamoDbEndpoint.local(lookups.dynamoDbEndpoint()),
              registry);
      opened.push(ingester);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  KafkaOptions kafkaOptions() {
    return KafkaOptions.of(kafka.bootstrapServers());
  }

  DemoEnvironment environment() {
    return new DemoEnvironment(
        URI.create("kafka://" + kafka.bootstrapServers()).getPort(),
        lookups.dynamoDbEndpoint().getPort());
  }

  DemoLookups lookups() {
    return lookups;
  }

  Ingester ingester() {
    return ingester;
  }

  String table() {
    return StoresTable.DEFAULT_NAME;
  }

  /** Stops everything in reverse order. Idempotent. */
  @Override
  public void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        // If a part did not start, its exception is already being thrown.
        log.debug("Could not close a part of the demo", e);
      }
    }
  }

  private static EmbeddedKafka startKafka(DemoPorts ports, DemoDirectories directories) {
    try {
      return DemoPorts.bind(
          "--kafka-port", () -> EmbeddedKafka.start(ports.kafka(), directories.kafka()));
    } catch (DirectoryInUseException e) {
      throw new CommandFailedException(
          e.getMessage() + ": does another demo run there? Choose another with --data-dir", e);
    }
  }

  private static IngesterSettings settings(DemoDirectories directories) {
    return IngesterSettings.builder()
        .partitions(PARTITIONS)
        .threads(THREADS)
        .stateDir(directories.state())
        .commitInterval(COMMIT_INTERVAL)
        .maxInFlight(MAX_IN_FLIGHT)
        .build();
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
