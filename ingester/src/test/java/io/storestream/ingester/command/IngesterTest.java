package io.storestream.ingester.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.storestream.cli.CommandFailedException;
import io.storestream.cli.management.ManagementServer;
import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.dynamodb.schema.TableSetup;
import io.storestream.ingester.IngesterSettings;
import io.storestream.ingester.guard.IngestTopics;
import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.Topics;
import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.localstack.EmbeddedKafka;
import io.storestream.localstack.SharedBackends;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/**
 * The application on a real broker and DynamoDB Local, with conditional writes as in production.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IngesterTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final EmbeddedKafka kafka = SharedBackends.kafka();
  private final EmbeddedDynamoDb dynamoDb = SharedBackends.dynamoDb();
  private final DynamoDbAsyncClient reader =
      DynamoDbClients.forReading(DynamoDbEndpoint.local(dynamoDb.endpoint()), 2);
  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir private Path stateDir = Path.of("");

  @AfterAll
  void stop() {
    reader.close();
  }

  @Test
  void shouldCreateItsTopicsWriteAndContinueWhereItStopped() throws Exception {
    IngesterSettings settings = settings("resume", OptionalInt.of(2));
    try (Ingester ingester = start(settings)) {
      String largest = "x".repeat(1_048_400); // that a broker takes
      produce(settings.topic(), largest, upsert("1"), upsert("2"), upsert("2"), "no event");
      awaitCaughtUp(ingester);
      assertThat(ingester.failure()).isNotDone();
      IngestFigures figures = ingester.figures();
      assertThat(figures.storesWritten()).isEqualTo(2);
      assertThat(figures.duplicatesDropped()).isEqualTo(1);
      assertThat(figures.deadLetters()).isEqualTo(2);
      assertThat(figures.writeRequests()).isGreaterThanOrEqualTo(1 + 1); // counts too
    }
    assertThat(storesIn(settings.table())).containsExactly("1", "2");

    produce(settings.topic(), upsert("2"), upsert("3"));
    try (Ingester ingester = start(settings)) {
      awaitCaughtUp(ingester);
      IngestFigures figures = ingester.figures();
      assertThat(figures.writeRequests()).isBetween(1L + 1, 1L + 3); // counts at three levels
      assertThat(figures).isEqualTo(new IngestFigures(1, 1, 0, figures.writeRequests(), 0));
    }
    assertThat(storesIn(settings.table())).containsExactly("1", "2", "3");
    try (KafkaAdmin admin = KafkaAdmin.connect(kafkaOptions())) {
      assertThat(admin.partitionsOf(List.of("resume", "resume-dlq", Topics.STORES)))
          .isEqualTo(Map.of("resume", 2, "resume-dlq", 2, Topics.STORES, 2));
      assertThat(admin.topicConfig(Topics.STORES, "cleanup.policy")).isEqualTo("compact");
      assertThat(admin.topicConfig("resume-dlq", "message.timestamp.type"))
          .isEqualTo("LogAppendTime");
    }

    leaveOnlyTheEndOfATransaction(settings);
    try (Ingester ingester = start(settings)) {
      awaitCaughtUp(ingester);
      assertThat(ingester.figures()).isEqualTo(new IngestFigures(0, 0, 0, 0, 0));
    }
  }

  @Test
  void shouldLeaveNothingForTheNextStartThatIsWritten() throws Exception {
    IngesterSettings settings = settings("stop", OptionalInt.of(2));
    String[] events = IntStream.range(0, 100).mapToObj(i -> upsert("s" + i)).toArray(String[]::new);
    try (Ingester ingester = start(settings)) {
      produce(settings.topic(), events);
      await()
          .atMost(TIMEOUT)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> ingester.figures().storesWritten() == events.length);
      await()
          .atMost(TIMEOUT)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> countsIn(settings.table()).equals(Collections.nCopies(3, events.length)));
    } // at once, before the outbox drains the last

    try (Ingester ingester = start(settings)) {
      awaitCaughtUp(ingester);
      assertThat(ingester.figures()).isEqualTo(new IngestFigures(0, 0, 0, 0, 0));
    }
  }

  /** As an instance leaves it that is killed after the last record, and before what follows it. */
  private void leaveOnlyTheEndOfATransaction(IngesterSettings settings) {
    try (KafkaAdmin admin = KafkaAdmin.connect(kafkaOptions())) {
      String topic = InternalTopics.repartitionTopicOf(settings.applicationId());
      Map<TopicPartition, OffsetAndMetadata> beforeMarker = new HashMap<>();
      admin
          .endOffsets(topic)
          .forEach(
              (partition, end) -> {
                if (end > 0) {
                  beforeMarker.put(partition, new OffsetAndMetadata(end - 1));
                }
              });
      assertThat(beforeMarker).isNotEmpty();
      admin.get(
          admin.client().alterConsumerGroupOffsets(settings.applicationId(), beforeMarker).all());
    }
  }

  @Test
  void shouldRefuseTopicsOfAnotherShape() {
    try (KafkaAdmin admin = KafkaAdmin.connect(kafkaOptions())) {
      admin.createTopics(Map.of("shape-by-store-number-repartition", 2), Map.of());
      IngestTopics topics = new IngestTopics("shape", "shape");

      assertThat(topics.ensure(admin, OptionalInt.empty())).isEqualTo(2);
      assertThatExceptionOfType(CommandFailedException.class)
          .isThrownBy(() -> topics.ensure(admin, OptionalInt.of(3)))
          .withMessage(
              "topic shape-by-store-number-repartition has 2 partitions, not 3: leave out"
                  + " --partitions to take what is there; topic stores has 2 partitions, not 3: leave"
                  + " out --partitions to take what is there");
    }
  }

  @Test
  void shouldNameAStateDirectoryThatItCannotUse() {
    IngesterSettings unusable =
        settings("unusable", OptionalInt.of(2), Path.of("/proc/no-such-directory"));

    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> start(unusable).close())
        .withMessageContaining("/proc/no-such-directory")
        .withMessageContaining("--state-dir");
  }

  @Test
  @SuppressWarnings("try") // closed early on purpose
  void shouldAnswerForItsHealthAndWriteWhenAMissingTableIsBack() throws Exception {
    PrometheusMeterRegistry registry = registry();
    IngesterSettings settings = settings("health", OptionalInt.of(2));
    try (ManagementServer management = ManagementServer.bind("127.0.0.1", 0);
        Ingester ingester = start(settings, registry)) {
      IngesterHealth impatient = new IngesterHealth(ingester, Duration.ZERO);
      IngesterHealth patient = new IngesterHealth(ingester, Duration.ofDays(1));
      management.start(patient::isLive, patient::trouble, registry);
      await().atMost(TIMEOUT).until(() -> get(management, "/health/ready").statusCode() == 200);
      assertThat(get(management, "/health/live").body()).isEqualTo("UP");
      assertThat(get(management, "/metrics").body())
          .contains("storestream_events_total{fate=\"accepted\"} 0.0");
      assertThat(get(management, "/health/lively").statusCode()).isEqualTo(404);
      produce(settings.topic(), upsert("0"));
      awaitCaughtUp(ingester);
      reader.deleteTable(request -> request.tableName(settings.table())).join();

      produce(settings.topic(), upsert("1"));

      await()
          .atMost(TIMEOUT)
          .untilAsserted(
              () ->
                  assertThat(impatient.trouble())
                      .hasValueSatisfying(
                          it -> assertThat(it).startsWith("a store has waited").contains("PT0S")));
      await()
          .atMost(TIMEOUT)
          .untilAsserted(
              () ->
                  assertThat(patient.trouble())
                      .hasValueSatisfying(it -> assertThat(it).contains("ResourceNotFound")));
      assertThat(patient.isLive()).isTrue();

      TableSetup.ofStores(reader, settings.table()).ensure(settings.billing());
      awaitCaughtUp(ingester);
      assertThat(ingester.pendingAge()).isZero();
      // What had been written before is for a rebuild.
      assertThat(storesIn(settings.table())).containsExactly("1");

      ingester.close();
      assertThat(get(management, "/health/ready").statusCode()).isEqualTo(503);
    }
  }

  private Ingester start(IngesterSettings settings) {
    return start(settings, registry());
  }

  private Ingester start(IngesterSettings settings, PrometheusMeterRegistry registry) {
    return Ingester.start(
        settings, kafkaOptions(), DynamoDbEndpoint.local(dynamoDb.endpoint()), registry);
  }

  private static PrometheusMeterRegistry registry() {
    return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  }

  private KafkaOptions kafkaOptions() {
    return KafkaOptions.of(kafka.bootstrapServers());
  }

  private void produce(String topic, String... values)
      throws ExecutionException, InterruptedException {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            kafkaOptions().clientConfig(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (String value : values) {
        producer.send(new ProducerRecord<>(topic, 0, null, value.getBytes(UTF_8))).get();
      }
    }
  }

  private static void awaitCaughtUp(Ingester ingester) {
    await().atMost(TIMEOUT).until(ingester::isCaughtUp);
  }

  private Set<String> storesIn(String table) {
    Set<String> stores = new TreeSet<>();
    reader
        .scanPaginator(request -> request.tableName(table))
        .items()
        .subscribe(item -> stores.add(StoreItems.storeNumberOf(item)))
        .join();
    return stores;
  }

  private List<Integer> countsIn(String table) {
    List<Integer> counts = new ArrayList<>();
    reader
        .scanPaginator(request -> request.tableName(CountsTable.nameFor(table)))
        .items()
        .subscribe(
            item -> counts.add(Integer.valueOf(requireNonNull(item.get(CountsTable.COUNT)).n())))
        .join();
    return counts;
  }

  private HttpResponse<String> get(ManagementServer server, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://localhost:" + server.port() + path);
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String upsert(String storeNumber) {
    return ("{\"type\":\"UPSERT\",\"storeNumber\":\"%s\",\"updatedAt\":\"2017-02-01T00:00:00Z\","
            + "\"store\":{\"country\":\"US\"}}")
        .formatted(storeNumber);
  }

  private IngesterSettings settings(String name, OptionalInt partitions) {
    return settings(name, partitions, stateDir);
  }

  private static IngesterSettings settings(String name, OptionalInt partitions, Path stateDir) {
    return IngesterSettings.builder()
        .applicationId(name)
        .topic(name)
        .partitions(partitions)
        .threads(1)
        .stateDir(stateDir)
        .table(name)
        .maxInFlight(4)
        .build();
  }
}
