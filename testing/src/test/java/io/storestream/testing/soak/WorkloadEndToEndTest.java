package io.storestream.testing.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.ingester.IngesterSettings;
import io.storestream.ingester.command.Ingester;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.Topics;
import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.localstack.EmbeddedKafka;
import io.storestream.localstack.SharedBackends;
import io.storestream.testing.model.AuditReport;
import io.storestream.testing.model.CountsAudit;
import io.storestream.testing.model.ExpectedStores;
import io.storestream.testing.model.StoresTopicAudit;
import io.storestream.testing.model.TableAudit;
import io.storestream.testing.workload.Change;
import io.storestream.testing.workload.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** The product compared with the model: a broker, the ingester and DynamoDB Local, undisturbed. */
class WorkloadEndToEndTest {

  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final int CHANGES = 5_000;
  private static final int STORES = 200;
  private static final int PARTITIONS = 3;

  @TempDir private Path stateDir = Path.of("");

  @Test
  void shouldComeToWhatTheRulesSay() throws Exception {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    EmbeddedKafka kafka = SharedBackends.kafka();
    EmbeddedDynamoDb server = SharedBackends.dynamoDb();
    KafkaOptions kafkaOptions = KafkaOptions.of(kafka.bootstrapServers());
    DynamoDbEndpoint endpoint = DynamoDbEndpoint.local(server.endpoint());
    createTopicThatKeepsOldRecords(kafkaOptions);
    try (Ingester ingester = Ingester.start(settings(), kafkaOptions, endpoint, registry);
        DynamoDbAsyncClient dynamoDb = DynamoDbClients.forReading(endpoint, 2)) {
      ExpectedStores expected = new ExpectedStores();
      List<Change> changes =
          Stream.generate(new Workload(2017, STORES)::next).limit(CHANGES).toList();
      changes.forEach(expected::add);
      publish(kafkaOptions, Topics.STORE_CHANGES, changes);
      await().atMost(TIMEOUT).until(ingester::isCaughtUp);

      AuditReport exact = new AuditReport(expected.stores().size(), 0, 0, 0, List.of());
      assertThat(TableAudit.of(dynamoDb, settings().table(), expected)).isEqualTo(exact);
      assertThat(StoresTopicAudit.of(kafkaOptions, expected)).isEqualTo(exact);
      String counts = CountsTable.nameFor(settings().table());
      await()
          .atMost(TIMEOUT)
          .untilAsserted(
              () ->
                  assertThat(CountsAudit.of(dynamoDb, counts, expected))
                      .matches(AuditReport::isExact));
      assertThat(expected.fates())
          .allSatisfy(
              (fate, events) ->
                  assertThat(
                          registry
                              .get("storestream.events")
                              .tag("fate", fate.tag())
                              .counter()
                              .count())
                      .as(fate.tag())
                      .isEqualTo(events.doubleValue()));

      assertThatTheTopicAuditFindsWhatIsWrong(kafkaOptions, expected);
    }
  }

  private static void createTopicThatKeepsOldRecords(KafkaOptions kafka) {
    try (KafkaAdmin admin = KafkaAdmin.connect(kafka)) {
      admin.createTopics(
          Map.of(Topics.STORE_CHANGES, PARTITIONS),
          Map.of(Topics.STORE_CHANGES, Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1")));
    }
  }

  /** Checks that the audit detects an extra record, a different one and a missing one. */
  private static void assertThatTheTopicAuditFindsWhatIsWrong(
      KafkaOptions kafkaOptions, ExpectedStores expected) throws Exception {
    String open =
        expected.stores().stream()
            .filter(store -> !store.isDeleted())
            .findFirst()
            .orElseThrow()
            .storeNumber();
    long equal = expected.stores().size() - 1L; // all but the open one
    publish(
        kafkaOptions,
        Topics.STORES,
        List.of(new Change("extra", "no store", 0), new Change(open, "{\"country\":1}", 0)));
    expected.add(
        new Change(
            "missing",
            "{\"type\":\"UPSERT\",\"storeNumber\":\"missing\",\"store\":{\"country\":\"US\"}}",
            0));
    expected.add(new Change("missing tombstone", null, 0));

    AuditReport report = StoresTopicAudit.of(kafkaOptions, expected);

    assertThat(report).isEqualTo(new AuditReport(equal, 2, 1, 1, report.examples()));
    assertThat(report.examples())
        .extracting(AuditReport.Difference::storeNumber)
        .containsExactlyInAnyOrder("missing", "missing tombstone", "extra", open);
  }

  private static void publish(KafkaOptions kafka, String topic, List<Change> changes)
      throws ExecutionException, InterruptedException {
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(kafka.clientConfig(), bytes, bytes)) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (Change change : changes) {
        sent.add(producer.send(change.toRecord(topic)));
      }
      for (Future<RecordMetadata> acknowledgement : sent) {
        acknowledgement.get();
      }
    }
  }

  private IngesterSettings settings() {
    return IngesterSettings.builder()
        .partitions(PARTITIONS)
        .threads(1)
        .stateDir(stateDir)
        .table("Soaked")
        .maxInFlight(4)
        .build();
  }
}
