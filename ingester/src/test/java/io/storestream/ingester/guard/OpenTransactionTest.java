package io.storestream.ingester.guard;

import static io.storestream.ingester.command.IngestInputs.settings;
import static io.storestream.ingester.command.IngestInputs.upsert;
import static io.storestream.ingester.command.IngestStack.TIMEOUT;
import static io.storestream.ingester.command.IngestStack.awaitCaughtUp;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.storestream.cli.ExitCode;
import io.storestream.cli.StopSignal;
import io.storestream.fixtures.CapturedLog;
import io.storestream.fixtures.CommandRun;
import io.storestream.fixtures.SdkChain;
import io.storestream.ingester.command.IngestStack;
import io.storestream.ingester.command.IngestSuite;
import io.storestream.ingester.command.Ingester;
import io.storestream.ingester.command.IngesterHealth;
import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.LastStableOffset;
import io.storestream.kafka.WaitingEvents;
import io.storestream.maintenance.verify.VerifyCommand;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A transaction that an upstream system leaves open holds up an ingester, until it ends. */
@Tag("faults")
class OpenTransactionTest extends IngestSuite {

  private static final String APP = "app";
  private static final String UPSTREAM = "upstream";
  private static final Duration LONG = Duration.ofDays(1);
  private static final String REMEDY =
      " If its producer does not end it, end it with kafka-transactions.sh, as \"An open"
          + " transaction holds up the events\" in docs/operating/runbook.md says";

  private final SdkChain chain = SdkChain.pointTo(Objects.requireNonNull(stack.endpoint().local()));
  private PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /** Who aborts a transaction, and how. */
  enum Abort {
    BY_ITS_PRODUCER {
      @Override
      void end(KafkaProducer<byte[], byte[]> producer, Admin admin) {
        producer.abortTransaction();
      }
    },
    /** {@code kafka-transactions.sh forceTerminateTransaction}. */
    BY_ITS_ID {
      @Override
      void end(KafkaProducer<byte[], byte[]> producer, Admin admin) throws Exception {
        admin.forceTerminateTransaction(UPSTREAM).result().get();
      }
    },
    /** {@code kafka-transactions.sh abort}. */
    BY_ITS_OFFSET {
      @Override
      void end(KafkaProducer<byte[], byte[]> producer, Admin admin) throws Exception {
        TopicPartition partition = new TopicPartition(APP, 0);
        ProducerState state =
            admin
                .describeProducers(List.of(partition))
                .partitionResult(partition)
                .get()
                .activeProducers()
                .stream()
                .filter(it -> it.currentTransactionStartOffset().isPresent())
                .findFirst()
                .orElseThrow();
        admin
            .abortTransaction(
                new AbortTransactionSpec(
                    partition,
                    state.producerId(),
                    (short) state.producerEpoch(),
                    state.coordinatorEpoch().orElse(0)))
            .all()
            .get();
      }
    };

    abstract void end(KafkaProducer<byte[], byte[]> producer, Admin admin) throws Exception;
  }

  @AfterAll
  void closeChain() {
    chain.close();
  }

  @Test
  void shouldSayThatEventsWaitUntilTheTransactionEnds() throws Exception {
    try (CapturedLog log = new CapturedLog(OpenTransactionWatch.class);
        KafkaProducer<byte[], byte[]> upstream = upstream();
        Ingester ingester = start()) {
      IngesterHealth impatient = new IngesterHealth(ingester, Duration.ZERO);
      IngesterHealth patient = new IngesterHealth(ingester, LONG);
      stack.produce(APP, 0, upsert("0"));
      awaitCaughtUp(ingester);

      leaveOpen(upstream, upsert("1"));
      stack.produce(APP, 0, upsert("2"));
      stack.produce(APP, 1, upsert("3"));

      await().atMost(TIMEOUT).until(() -> log.lines().size() == 1);
      assertThat(withoutTime(log.lines().get(0)))
          .isEqualTo(
              "WARN Partition app-0 is held up since TIME: a transaction is open from offset 1, and"
                  + " 2 offsets wait for its end."
                  + REMEDY);
      assertThat(registry.scrape())
          .contains("storestream_unstable_offsets{partition=\"0\",topic=\"app\"} 2.0")
          .contains("storestream_unstable_offsets{partition=\"1\",topic=\"app\"} 0.0")
          .contains("storestream_open_transaction_age_seconds{partition=\"1\",topic=\"app\"} 0.0");
      assertThat(age(APP, 0)).isPositive();
      await().atMost(TIMEOUT).until(() -> stack.storesIn(APP).equals(Set.of("0", "3")));
      await()
          .atMost(TIMEOUT)
          .untilAsserted(
              () ->
                  assertThat(impatient.trouble().map(OpenTransactionTest::withoutTime))
                      .contains(
                          "partition app-0 is held up since TIME, more than PT0S"
                              + " (--max-pending-age), by an open transaction at offset 1"));
      assertThat(impatient.isLive()).isTrue();
      assertThat(patient.trouble()).isEmpty();
      CommandRun heldUp = verify();
      assertThat(heldUp.exitCode()).isEqualTo(ExitCode.OK);
      assertThat(heldUp.out()).contains("\nequal: 2\n", "\nevents waiting: 2\n");
      assertThat(heldUp.err())
          .isEqualTo(
              "warning: partition app-0 is held up: a transaction is open from offset 1, and 2"
                  + " offsets wait for its end."
                  + REMEDY
                  + "\n");

      upstream.commitTransaction();

      await().atMost(TIMEOUT).until(() -> stack.storesIn(APP).equals(Set.of("0", "1", "2", "3")));
      await().atMost(TIMEOUT).until(() -> log.lines().size() == 2);
      assertThat(log.lines().get(1))
          .matches(
              "INFO Partition app-0 is no longer held up: the transaction that was open from offset"
                  + " 1 has ended after \\d+ s");
      assertThat(registry.scrape())
          .contains("storestream_unstable_offsets{partition=\"0\",topic=\"app\"} 0.0")
          .contains("storestream_open_transaction_age_seconds{partition=\"0\",topic=\"app\"} 0.0");
      await().atMost(TIMEOUT).until(() -> impatient.trouble().isEmpty());
      awaitCaughtUp(ingester);
      CommandRun recovered = verify();
      assertThat(recovered.exitCode()).isEqualTo(ExitCode.OK);
      assertThat(recovered.out()).contains("\nequal: 4\n", "\nevents waiting: 0\n");
      assertThat(recovered.err()).isEmpty();
    }
  }

  @Test
  void shouldProcessTheEventsBehindAnAbortedTransaction() throws Exception {
    try (Ingester ingester = start()) {
      IngesterHealth impatient = new IngesterHealth(ingester, Duration.ZERO);
      Set<String> processed = new HashSet<>();
      for (Abort abort : Abort.values()) {
        try (KafkaProducer<byte[], byte[]> upstream = upstream()) {
          leaveOpen(upstream, upsert("lost"));
          stack.produce(APP, 0, upsert(abort.name()));
          await().atMost(TIMEOUT).until(() -> age(APP, 0) > 0);
          assertThat(stack.storesIn(APP)).isEqualTo(processed);

          abort.end(upstream, stack.admin().client());

          processed.add(abort.name());
          await().atMost(TIMEOUT).until(() -> stack.storesIn(APP).equals(processed));
          await().atMost(TIMEOUT).until(() -> impatient.trouble().isEmpty());
        }
      }
      awaitCaughtUp(ingester);
    }
  }

  @Test
  void shouldWatchAllTopicsThatAreReadFromTheirFirstEvent() throws Exception {
    Set<TopicPartition> partitions =
        Set.of(
            new TopicPartition(APP, 0),
            new TopicPartition(APP, 1),
            new TopicPartition(InternalTopics.repartitionTopicOf(APP), 1),
            new TopicPartition(InternalTopics.locationDeltasTopicOf(APP), 0));
    try (StopSignal stop = StopSignal.install();
        KafkaProducer<byte[], byte[]> upstream = upstream();
        Ingester ingester = start()) {
      awaitCaughtUp(ingester);
      leaveOpen(upstream, upsert("1")); // the application has no position yet

      assertThat(new WaitingEvents(stack.admin(), APP).count(stop))
          .isEqualTo(
              new WaitingEvents.Count(
                  1, true, List.of(new LastStableOffset(new TopicPartition(APP, 0), 0, 1))));
      upstream.abortTransaction();

      upstream.beginTransaction();
      for (TopicPartition partition : partitions) {
        send(upstream, partition.topic(), partition.partition(), "?");
      }
      upstream.flush();

      await()
          .atMost(TIMEOUT)
          .until(() -> partitions.stream().allMatch(it -> age(it.topic(), it.partition()) > 0));

      upstream.abortTransaction();
      await()
          .atMost(TIMEOUT)
          .until(() -> partitions.stream().allMatch(it -> age(it.topic(), it.partition()) == 0));
    }
  }

  private Ingester start() {
    registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    return stack.start(
        settings(APP, stateDir), stack.kafkaOptions(), registry, IngestStack.WATCH_INTERVAL);
  }

  private KafkaProducer<byte[], byte[]> upstream() {
    Map<String, Object> config = stack.kafkaOptions().clientConfig();
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, UPSTREAM);
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) Duration.ofMinutes(10).toMillis());
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    producer.initTransactions();
    return producer;
  }

  private static void leaveOpen(KafkaProducer<byte[], byte[]> producer, String value) {
    producer.beginTransaction();
    send(producer, APP, 0, value);
    producer.flush();
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer, String topic, int partition, String value) {
    Future<RecordMetadata> unused =
        producer.send(new ProducerRecord<>(topic, partition, null, value.getBytes(UTF_8)));
  }

  private double age(String topic, int partition) {
    return registry.find("storestream.open.transaction.age").gauges().stream()
        .filter(it -> topic.equals(it.getId().getTag("topic")))
        .filter(it -> String.valueOf(partition).equals(it.getId().getTag("partition")))
        .mapToDouble(Gauge::value)
        .sum();
  }

  private CommandRun verify() {
    return CommandRun.of(
        new VerifyCommand(),
        "--bootstrap-servers",
        stack.kafkaOptions().bootstrapServers(),
        "--table",
        APP,
        "--application-id",
        APP);
  }

  private static String withoutTime(String text) {
    return text.replaceAll("since \\S+Z", "since TIME");
  }
}
