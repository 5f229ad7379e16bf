package io.storestream.testing.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.storestream.cli.CommandFailedException;
import io.storestream.cli.management.ProcessMetrics;
import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.formats.record.registry.RegistryAccess;
import io.storestream.ingester.IngesterSettings;
import io.storestream.ingester.command.IngestFigures;
import io.storestream.ingester.command.Ingester;
import io.storestream.kafka.ConsumerLag;
import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.TopicReader;
import io.storestream.kafka.Topics;
import io.storestream.producer.StoreFilePublisher;
import io.storestream.queryapi.QueryApi;
import io.storestream.quickstart.StoredTable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An ingester and a query API in this process, between a broker and a DynamoDB. */
final class WholePath implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int PARTITIONS = 2;
  private static final int READ_CONNECTIONS = 20;

  /**
   * Countries, states and cities have separate counts; the children of a city are its postcodes.
   */
  private static final int LEVELS = 3;

  /** DynamoDB Local executes one request at a time; further requests would only wait there. */
  private static final int MAX_IN_FLIGHT = 4;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ProcessMetrics process = ProcessMetrics.watch(registry);
  private final HttpClient http = HttpClient.newHttpClient();
  private final KafkaOptions kafka;
  private final Ingester ingester;
  private final DynamoDbAsyncClient reader;
  private final QueryApi api;

  /**
   * Starts ingester and query API.
   *
   * @param stateDir the ingester's state directory, which may hold state of an earlier one
   */
  WholePath(Backends backends, Path stateDir) {
    this(backends, stateDir, null);
  }

  /**
   * Starts ingester and query API.
   *
   * @param schemas the registry of the schemas behind whose IDs records are
   */
  WholePath(Backends backends, Path stateDir, @Nullable RegistryAccess schemas) {
    this(KafkaOptions.of(backends.bootstrapServers()), backends.dynamoDb(), stateDir, schemas);
  }

  WholePath(KafkaOptions kafka, URI dynamoDb, Path stateDir) {
    this(kafka, dynamoDb, stateDir, null);
  }

  private WholePath(
      KafkaOptions kafka, URI dynamoDb, Path stateDir, @Nullable RegistryAccess schemas) {
    this.kafka = kafka;
    DynamoDbEndpoint endpoint = DynamoDbEndpoint.local(dynamoDb);
    ingester = Ingester.start(settings(stateDir, schemas), kafka, endpoint, registry);
    reader = DynamoDbClients.forReading(endpoint, READ_CONNECTIONS);
    api = new QueryApi(reader, StoresTable.DEFAULT_NAME, registry);
    api.start(QueryApi.DEFAULT_HOST, 0);
  }

  /** Publishes a file and waits until all of it is in the table. */
  void load(Path file, Instant asOf) {
    publish(file, asOf);
    awaitCaughtUp();
  }

  void publish(Path file, Instant asOf) {
    new StoreFilePublisher(kafka, Topics.STORE_CHANGES).publish(List.of(file), asOf);
  }

  /** Publishes an unusable event. */
  void publishUnusableEvent() {
    publish(List.of(new ProducerRecord<>(Topics.STORE_CHANGES, new byte[] {'?'})));
  }

  /** Publishes records as they are. */
  void publish(List<ProducerRecord<byte[], byte[]>> records) {
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(kafka.clientConfig(), bytes, bytes)) {
      for (ProducerRecord<byte[], byte[]> record : records) {
        Future<RecordMetadata> unused = producer.send(record);
      }
    }
  }

  void awaitCaughtUp() {
    try {
      await().atMost(TIMEOUT).until(ingester::isCaughtUp);
    } catch (ConditionTimeoutException e) {
      throw new IllegalStateException(
          "running: %s, oldest pending: %s, %s, offsets to go: %s"
              .formatted(
                  ingester.isRunning(), ingester.pendingAge(), ingester.figures(), offsetsToGo()),
          e);
    }
  }

  private String offsetsToGo() {
    try (KafkaAdmin admin = KafkaAdmin.connect(kafka)) {
      String applicationId = InternalTopics.DEFAULT_APPLICATION_ID;
      return "" + new ConsumerLag(admin, applicationId, Topics.STORE_CHANGES).offsets();
    } catch (CommandFailedException e) {
      return e.toString();
    }
  }

  IngestFigures figures() {
    return ingester.figures();
  }

  /** Returns the stores of the table. */
  Map<String, Map<String, String>> stores() {
    return StoredTable.read(reader, StoresTable.DEFAULT_NAME);
  }

  /** Returns version and time of each item by store number, tombstones included. */
  Map<String, String> versionsInTable() {
    Map<String, String> versions = new HashMap<>();
    reader
        .scanPaginator(request -> request.tableName(StoresTable.DEFAULT_NAME).consistentRead(true))
        .items()
        .subscribe(
            item ->
                versions.put(
                    attribute(item, "StoreNumber").s(),
                    attribute(item, "Version").n() + " " + attribute(item, "UpdatedAt").s()))
        .join();
    return versions;
  }

  private static AttributeValue attribute(Map<String, AttributeValue> item, String name) {
    return Objects.requireNonNull(item.get(name), name);
  }

  /** Returns the versions of each store in the topic, by store number. */
  Map<String, List<String>> versionsInTopic() {
    Map<String, List<String>> versions = new HashMap<>();
    try (KafkaAdmin admin = KafkaAdmin.connect(kafka);
        TopicReader topic = TopicReader.open(kafka)) {
      topic.seek(admin.startOffsets(Topics.STORES));
      topic.readTo(
          admin.endOffsets(Topics.STORES),
          record ->
              versions
                  .computeIfAbsent(new String(record.key(), UTF_8), key -> new ArrayList<>())
                  .add(
                      new String(
                          record.headers().lastHeader(Topics.VERSION_HEADER).value(), UTF_8)));
    }
    return versions;
  }

  /** Returns the count of each location, by its names on the path from the root of the API. */
  Map<List<String>, Long> counts() {
    return counts(LEVELS - 1);
  }

  /** Returns what {@link #counts} does, and asks each city for its postcodes, too. */
  Map<List<String>, Long> countsDownToPostcodes() {
    return counts(LEVELS);
  }

  private Map<List<String>, Long> counts(int lastLevel) {
    Map<List<String>, Long> counts = new HashMap<>();
    addCounts(List.of(), "/v1/locations", lastLevel, counts);
    return counts;
  }

  private void addCounts(
      List<String> location, String href, int lastLevel, Map<List<String>, Long> counts) {
    JsonNode answer = json(get(href));
    long ofChildren = 0;
    for (JsonNode child : answer.path("children")) {
      long count = child.path("count").asLong();
      ofChildren += count;
      if (location.size() < LEVELS) {
        List<String> path = new ArrayList<>(location);
        path.add(child.path("name").asText());
        counts.put(path, count);
        if (location.size() < lastLevel) {
          addCounts(path, child.path("href").asText(), lastLevel, counts);
        }
      }
    }
    assertThat(answer.path("count").asLong()).as("count of %s", location).isEqualTo(ofChildren);
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }

  String get(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + api.port() + path)).build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      return answer.body();
    } catch (IOException e) {
      throw new AssertionError(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(path, e);
    }
  }

  @Override
  public void close() {
    api.close();
    reader.close();
    ingester.close();
    process.close();
  }

  private static IngesterSettings settings(Path stateDir, @Nullable RegistryAccess schemas) {
    return IngesterSettings.builder()
        .partitions(PARTITIONS)
        .threads(1)
        .stateDir(stateDir)
        .maxInFlight(MAX_IN_FLIGHT)
        .registry(schemas)
        .build();
  }
}
