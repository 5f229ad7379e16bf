package io.storestream.testing.maintenance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.storestream.ingester.IngesterSettings;
import io.storestream.ingester.command.Ingester;
import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.TopicReader;
import io.storestream.kafka.record.StateSerdes;
import io.storestream.maintenance.verify.TableVerification;
import io.storestream.maintenance.verify.VerifyReport;
import io.storestream.maintenance.verify.VerifyStack;
import io.storestream.model.LocationCount;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wrong counts in the state of an ingester. Repairing only the table would hide them. */
@Tag("faults")
class StateCountsTest {

  private static final String NAME = "state-counts";
  private static final int PARTITIONS = 2;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String CHANGELOG =
      InternalTopics.changelogTopicOf(NAME, InternalTopics.LOCATION_COUNTS);

  private final VerifyStack stack = new VerifyStack();

  @TempDir private Path directory = Path.of("");

  @BeforeEach
  void ingest() throws Exception {
    try (Ingester ingester = start("first")) {
      publish(upsert("1", 1, "Omaha"), upsert("2", 1, "Omaha"), upsert("3", 1, "Lincoln"));
      awaitCaughtUp(ingester);
    }
  }

  @AfterEach
  void stop() {
    stack.close();
  }

  @Test
  void shouldFindAndCorrectWrongCountsBeforeAnIngesterStarts() throws Exception {
    assertThat(verify().isClean()).isTrue();
    assertThat(verify().locationCounts().locations()).isEqualTo(4 + 5);

    alter("US", 7);
    alter("#9z7", 0);
    alter("US#NE#LINCOLN", 0);
    VerifyReport report = verify();
    assertThat(report.locationCounts().stateExamples())
        .containsExactly(
            "#9z7: the counts have 0 stores, the ingesters know 3",
            "US: the counts have 7 stores, the ingesters know 3",
            "US#NE#LINCOLN: the counts have 0 stores, the ingesters know 1");
    assertThat(report.locationCounts().wrongInState()).isEqualTo(3);
    assertThat(report.locationCounts().wrong()).isZero();
    assertThat(report.isClean()).isFalse();

    // This happens when one repair is scheduled and another is started manually.
    try (TableVerification one = stack.open(NAME, NAME, 10);
        TableVerification other = stack.open(NAME, NAME, 10)) {
      one.verify();
      other.verify();
      assertThat(one.repair()).isEqualTo(3);
      other.repair();
    }
    assertThat(verify().isClean()).isTrue();

    try (Ingester ingester = start("second")) {
      publish(upsert("4", 1, "Omaha"));
      awaitCaughtUp(ingester);
      await().atMost(TIMEOUT).until(() -> count("US") == 4 && count("#9z7") == 4);
    }
    assertThat(verify().isClean()).isTrue();
  }

  @Test
  void shouldCorrectTheStateWhileIngestersRun() throws Exception {
    alter("US", 7);
    alter("US#NE#LINCOLN", 0);
    alter("US#NE#NOWHERE", 5);

    try (Ingester ingester = start("second")) {
      publish(upsert("4", 1, "Omaha")); // writes the wrong count of the country to the table
      awaitCaughtUp(ingester);
      await().atMost(TIMEOUT).until(() -> count("US") == 8);
      AtomicBoolean stopped = new AtomicBoolean();
      CompletableFuture<Void> changes = CompletableFuture.runAsync(() -> publishUntil(stopped));
      try (TableVerification verification = stack.open(NAME, NAME, 10)) {
        assertThat(verification.verify().locationCounts().wrongInState()).isEqualTo(3);
        assertThat(verification.repair()).isGreaterThanOrEqualTo(3);

        VerifyReport report = verification.verify();
        assertThat(report.locationCounts().stateExamples()).isEmpty();
        assertThat(report.isClean()).isTrue();
      } finally {
        stopped.set(true);
        changes.join();
      }

      publish(upsert("5", 1, "Lincoln")); // the next change keeps it right
      awaitCaughtUp(ingester);
      await().atMost(TIMEOUT).until(() -> count("US") == 5 && count("US#NE#LINCOLN") == 2);
      assertThat(count("US#NE#NOWHERE")).isZero();
      assertThat(verify().isClean()).isTrue();
    }
  }

  /** Two stores of one task exchange their cities in the same second, while another store moves. */
  @Test
  void shouldKnowThatChangesOfACountryCancelOut() {
    List<String> ofOneTask =
        IntStream.range(10, 100)
            .mapToObj(Integer::toString)
            .filter(it -> BuiltInPartitioner.partitionForKey(it.getBytes(UTF_8), PARTITIONS) == 0)
            .limit(4)
            .toList();
    String one = ofOneTask.get(0);
    String other = ofOneTask.get(1);
    String moving = ofOneTask.get(2);
    try (Ingester ingester = start("second")) {
      publish(upsert(one, 1, "Omaha"), upsert(other, 1, "Lincoln"), upsert(moving, 1, "Omaha"));
      awaitCaughtUp(ingester);

      publish(
          upsert(ofOneTask.get(3), 1, "Omaha"), // counted at once, and so the others together
          upsert(one, 2, "Lincoln"),
          upsert(other, 2, "Omaha"),
          upsert(moving, 2, "Omaha").replace("-96.05", "10.5"));
      awaitCaughtUp(ingester);
      publish(upsert(other, 3, "Omaha").replace("{\"country", "{\"storeName\":\"New\",\"country"));
      awaitCaughtUp(ingester);
    }

    assertThat(verify().locationCounts().stateExamples()).isEmpty();
  }

  /** Both write to the same topic of stores, but count in separate states. */
  @Test
  void shouldTellTheCountsOfTwoApplicationsApart() throws Exception {
    try (Ingester other = start("other", "other")) {
      awaitCaughtUp(other);
      publish(upsert("4", 1, "Lincoln"));
      awaitCaughtUp(other);
    }
    assertThat(verify(NAME).locationCounts().stateExamples()).isEmpty();
    assertThat(verify("other").locationCounts().stateExamples()).isEmpty();

    alter("US", 7);
    assertThat(verify(NAME).locationCounts().stateExamples())
        .containsExactly("US: the counts have 7 stores, the ingesters know 3");
    assertThat(verify("other").locationCounts().stateExamples()).isEmpty();
  }

  private VerifyReport verify() {
    return verify(NAME);
  }

  private VerifyReport verify(String applicationId) {
    try (TableVerification verification = stack.open(NAME, applicationId, 10)) {
      return verification.verify();
    }
  }

  /** Starts an ingester that restores its state from Kafka. */
  private Ingester start(String stateDir) {
    return start(NAME, stateDir);
  }

  private Ingester start(String applicationId, String stateDir) {
    return Ingester.start(
        IngesterSettings.builder()
            .applicationId(applicationId)
            .topic(NAME)
            .partitions(PARTITIONS)
            .threads(1)
            .stateDir(directory.resolve(stateDir))
            .table(NAME)
            .maxInFlight(8)
            .build(),
        stack.kafkaOptions(),
        stack.endpoint(),
        new SimpleMeterRegistry());
  }

  private static void awaitCaughtUp(Ingester ingester) {
    await().atMost(TIMEOUT).until(ingester::isCaughtUp);
  }

  /** Overwrites a count in the changelog, with its present version. */
  private void alter(String path, long count) throws ExecutionException, InterruptedException {
    Map<String, ConsumerRecord<byte[], byte[]>> latest = new HashMap<>();
    try (KafkaAdmin kafka = KafkaAdmin.connect(stack.kafkaOptions());
        TopicReader reader = TopicReader.open(stack.kafkaOptions())) {
      reader.seek(kafka.startOffsets(CHANGELOG));
      reader.readTo(kafka.endOffsets(CHANGELOG), it -> latest.put(new String(it.key(), UTF_8), it));
    }
    ConsumerRecord<byte[], byte[]> model =
        latest.getOrDefault(path, Objects.requireNonNull(latest.get("US")));
    byte[] value = model.value().clone();
    ByteBuffer.wrap(value).putLong(StateSerdes.VERSION_BYTES, count);
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      producer
          .send(new ProducerRecord<>(CHANGELOG, model.partition(), path.getBytes(UTF_8), value))
          .get();
    }
  }

  private void publishUntil(AtomicBoolean stopped) {
    for (int n = 2; !stopped.get(); n++) {
      publish(upsert("1", n, n % 2 == 0 ? "Lincoln" : "Omaha"), upsert("2", n, "Town " + n % 7));
      stack.itemsOf(NAME); // takes a moment
    }
    publish(upsert("1", 100_000, "Omaha"), upsert("2", 100_000, "Omaha"));
  }

  private void publish(String... events) {
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      for (String event : List.of(events)) {
        var unused = producer.send(new ProducerRecord<>(NAME, event.getBytes(UTF_8)));
      }
    }
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        stack.kafkaOptions().clientConfig(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private long count(String path) {
    return stack.countsOf(NAME).stream()
        .filter(it -> it.location().path().equals(path))
        .mapToLong(LocationCount::count)
        .sum();
  }

  /** Returns a change of a minute of 2017; each town is in another cell than the cities. */
  private static String upsert(String storeNumber, int minute, String city) {
    String longitude = city.startsWith("Town") ? "9" + city.charAt(5) + ".5" : "-96.05";
    return ("{\"type\":\"UPSERT\",\"storeNumber\":\"%s\",\"updatedAt\":\"%s\","
            + "\"store\":{\"country\":\"US\",\"state\":\"NE\",\"city\":\"%s\","
            + "\"latitude\":41.23,\"longitude\":%s}}")
        .formatted(storeNumber, VerifyStack.UPDATED_AT.plusSeconds(60L * minute), city, longitude);
  }
}
