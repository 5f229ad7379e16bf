package io.storestream.testing.maintenance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.storestream.ingester.IngesterSettings;
import io.storestream.ingester.command.Ingester;
import io.storestream.maintenance.verify.TableVerification;
import io.storestream.maintenance.verify.VerifyReport;
import io.storestream.maintenance.verify.VerifyStack;
import io.storestream.maintenance.verify.state.DifferenceKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Changes stream in all the time, and verification must report only the differences made by the
 * test. It uses the default delay: on a slow machine an ingester may be behind for long.
 */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VerifyWhileIngestingTest {

  private static final String NAME = "ingesting";
  private static final int STORES = 500;
  private static final int HOT_STORES = 5;
  private static final int CITIES = 20;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final VerifyStack stack = new VerifyStack();
  private final AtomicLong published = new AtomicLong();
  private final Random random = new Random(1);
  private final Instant begin = Instant.now();
  private final KafkaProducer<byte[], byte[]> producer =
      new KafkaProducer<>(
          stack.kafkaOptions().clientConfig(),
          new ByteArraySerializer(),
          new ByteArraySerializer());
  private final ScheduledExecutorService publisher = Executors.newSingleThreadScheduledExecutor();
  private AutoCloseable ingester = () -> {};

  @BeforeAll
  void start(@TempDir Path stateDir) {
    IngesterSettings settings =
        IngesterSettings.builder()
            .applicationId(NAME)
            .topic(NAME)
            .partitions(2)
            .threads(1)
            .stateDir(stateDir)
            .table(NAME)
            .maxInFlight(8)
            .build();
    ingester =
        Ingester.start(settings, stack.kafkaOptions(), stack.endpoint(), new SimpleMeterRegistry());
    for (int i = 0; i < STORES; i++) {
      send(i < 100 ? "quiet" + i : "s" + i, 0);
    }
    var unused = publisher.scheduleAtFixedRate(this::publish, 0, 10, TimeUnit.MILLISECONDS);
    await().atMost(TIMEOUT).until(() -> stack.itemsOf(NAME).size() >= STORES);
  }

  @AfterAll
  void stop() throws Exception {
    publisher.shutdownNow();
    producer.close(Duration.ZERO);
    ingester.close();
    stack.close();
  }

  @Test
  void shouldReportNothingWhileChangesStreamIn() {
    try (TableVerification verification = stack.open(NAME, NAME, 10)) {
      for (int i = 0; i < 5; i++) {
        long before = published.get();

        VerifyReport report = verification.verify();

        assertThat(report.stores().examples()).isEmpty();
        assertThat(report.isClean()).isTrue();
        assertThat(report.stores().equal()).isGreaterThanOrEqualTo(STORES);
        assertThat(published.get()).isGreaterThan(before);
      }
    }
  }

  @Test
  @Order(1) // while all items are new, so that it has to wait
  void shouldRepairWhatNoChangeWillRepairAndTakeNothingBack() {
    for (int i = 0; i < 20; i++) {
      stack.putWith(
          NAME,
          VerifyStack.state("unknown" + i, 1, "Omaha"),
          "Remark",
          AttributeValue.fromS("by hand"));
      stack.delete(NAME, "quiet" + i);
    }

    try (TableVerification verification = stack.open(NAME, NAME, 100)) {
      VerifyReport report = verification.verify();
      assertThat(report.stores().count(DifferenceKind.EXTRA)).isEqualTo(20);
      assertThat(report.stores().count(DifferenceKind.MISSING)).isEqualTo(20);
      assertThat(report.locationCounts().examples()).isEmpty();
      assertThat(report.differences()).isEqualTo(40);
      assertThat(Instant.now()).isAfter(begin.plusSeconds(30));

      assertThat(verification.repair()).isEqualTo(40);
      assertThat(verification.verify().isClean()).isTrue();
    }
  }

  /** A few stores change all the time, many now and then, and some once; nearly all move. */
  private void publish() {
    long n = published.incrementAndGet();
    int store = random.nextBoolean() ? random.nextInt(HOT_STORES) : random.nextInt(400);
    send("s" + (100 + store), n);
  }

  private void send(String storeNumber, long n) {
    String event =
        n % 20 == 19
            ? "{\"type\":\"DELETE\",\"storeNumber\":\"%s\"}".formatted(storeNumber)
            : "{\"type\":\"UPSERT\",\"storeNumber\":\"%s\",\"store\":{\"country\":\"US\",\"storeName\":\"%d\",\"city\":\"%d\"}}"
                .formatted(storeNumber, n, n % CITIES);
    var unused = producer.send(new ProducerRecord<>(NAME, event.getBytes(UTF_8)));
  }
}
