package io.storestream.testing.rebuild;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.storestream.cli.StopSignal;
import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.ingester.IngesterSettings;
import io.storestream.ingester.command.Ingester;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.Topics;
import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.localstack.EmbeddedKafka;
import io.storestream.localstack.SharedBackends;
import io.storestream.maintenance.rebuild.Rebuild;
import io.storestream.maintenance.rebuild.RebuildReport;
import io.storestream.maintenance.rebuild.RebuildSettings;
import io.storestream.maintenance.verify.TableVerification;
import io.storestream.maintenance.verify.VerifyReport;
import io.storestream.maintenance.verify.VerifySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/**
 * The table is deleted while an ingester has many pending writes. It is rebuilt under its old name,
 * while the ingester finds it again and continues to write.
 */
@Tag("faults")
class LostTableTest {

  private static final String TABLE = "Lost";
  private static final String APPLICATION_ID = "lost";
  private static final int STORES = 500;
  private static final int ROUNDS = 2;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @TempDir private Path stateDir = Path.of("");

  private final EmbeddedKafka kafka = SharedBackends.kafka();
  private final KafkaOptions kafkaOptions = KafkaOptions.of(kafka.bootstrapServers());
  private final EmbeddedDynamoDb dynamoDb = SharedBackends.dynamoDb();
  private final DynamoDbEndpoint endpoint = DynamoDbEndpoint.local(dynamoDb.endpoint());
  private final DynamoDbAsyncClient client = DynamoDbClients.forReading(endpoint, 2);

  @AfterEach
  void stopServers() {
    client.close();
  }

  @Test
  void shouldBeRightAfterARebuildUnderARunningIngester() throws Exception {
    Changes changes = new Changes();
    try (Ingester ingester = ingester();
        StopSignal stop = StopSignal.install()) {
      changes.publishEach();
      await().atMost(TIMEOUT).until(ingester::isCaughtUp);
      for (int round = 0; round < ROUNDS; round++) {
        Thread publishing = changes.publishUntilInterrupted();
        client.deleteTable(request -> request.tableName(TABLE)).join();
        client.deleteTable(request -> request.tableName(CountsTable.nameFor(TABLE))).join();
        RebuildReport rebuilt = new Rebuild(kafkaOptions, endpoint, settings()).run(stop, it -> {});
        publishing.interrupt();
        publishing.join();
        changes.producer.flush();
        await().atMost(TIMEOUT).until(ingester::isCaughtUp);

        // The ingester has written some of them again before, and newer.
        assertThat(rebuilt.stores().written() + rebuilt.stores().newerInTable())
            .isGreaterThanOrEqualTo(STORES);
        assertThat(names()).isEqualTo(changes.names);
        VerifyReport verified = verify(stop);
        assertThat(verified.isClean()).isTrue();
        assertThat(verified.stores().equal()).isEqualTo(STORES);
      }
    }
    changes.producer.close();
  }

  private VerifyReport verify(StopSignal stop) {
    VerifySettings settings = new VerifySettings(TABLE, APPLICATION_ID, 2, 10);
    try (TableVerification verification =
        TableVerification.open(settings, kafkaOptions, endpoint, stop)) {
      return verification.verify();
    }
  }

  private Map<String, String> names() {
    Map<String, String> names = new TreeMap<>();
    client
        .scanPaginator(request -> request.tableName(TABLE).consistentRead(true))
        .items()
        .subscribe(
            item ->
                names.put(
                    Objects.requireNonNull(item.get("StoreNumber")).s(),
                    Objects.requireNonNull(item.get("StoreName")).s()))
        .join();
    return names;
  }

  private Ingester ingester() {
    return Ingester.start(
        IngesterSettings.builder()
            .applicationId(APPLICATION_ID)
            .partitions(2)
            .threads(1)
            .stateDir(stateDir)
            .table(TABLE)
            .maxInFlight(8)
            .build(),
        kafkaOptions,
        endpoint,
        new SimpleMeterRegistry());
  }

  private static RebuildSettings settings() {
    return new RebuildSettings(TABLE, new Billing.OnDemand(), true, false, false, false, 4);
  }

  /** Renames stores and remembers the last name of each. */
  private final class Changes {
    private final KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            kafkaOptions.clientConfig(), new ByteArraySerializer(), new ByteArraySerializer());
    private final Map<String, String> names = new TreeMap<>();
    private final Random random = new Random(3);
    private int count;

    void publishEach() {
      for (int store = 0; store < STORES; store++) {
        publish(store);
      }
      producer.flush();
    }

    Thread publishUntilInterrupted() {
      Thread thread =
          new Thread(
              () -> {
                while (!Thread.currentThread().isInterrupted()) {
                  publish(random.nextInt(STORES));
                  LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
                }
              });
      thread.start();
      return thread;
    }

    private void publish(int store) {
      String storeNumber = "store-" + store;
      String name = "name " + ++count;
      names.put(storeNumber, name);
      String event =
          ("{\"type\":\"UPSERT\",\"storeNumber\":\"%s\",\"updatedAt\":\"%s\",\"store\":"
                  + "{\"storeName\":\"%s\",\"country\":\"US\"}}")
              .formatted(storeNumber, Instant.EPOCH.plusSeconds(count), name);
      Future<RecordMetadata> unused =
          producer.send(
              new ProducerRecord<>(
                  Topics.STORE_CHANGES, storeNumber.getBytes(UTF_8), event.getBytes(UTF_8)));
    }
  }
}
