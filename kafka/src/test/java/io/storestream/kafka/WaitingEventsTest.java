package io.storestream.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storestream.cli.StopSignal;
import io.storestream.localstack.EmbeddedKafka;
import io.storestream.localstack.SharedBackends;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

/** Applications that have, or have not, processed what is in their topics. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WaitingEventsTest {

  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final EmbeddedKafka kafka = SharedBackends.kafka();
  private final KafkaOptions options = KafkaOptions.of(kafka.bootstrapServers());
  private final KafkaAdmin admin = KafkaAdmin.connect(options);
  private final StopSignal stop = StopSignal.install();

  private String application = "";
  private String changes = "";
  private String byStoreNumber = "";

  @BeforeEach
  void name(TestInfo test) {
    application = test.getTestMethod().orElseThrow().getName();
    changes = application + "-changes";
    byStoreNumber = InternalTopics.repartitionTopicOf(application);
  }

  @AfterAll
  void close() {
    stop.close();
    admin.close();
  }

  @Test
  void shouldCountNothingOfAnApplicationThatHasNeverRun() {
    assertThat(count()).isEqualTo(count(0));
  }

  @Test
  void shouldCountWhatIsReadAndWhatIsNot() {
    admin.createTopics(Map.of(changes, 2, byStoreNumber, 1), Map.of());
    publish(changes, 0, 5);
    publish(changes, 1, 2);
    publish(byStoreNumber, 0, 4);
    commit(changes, 0, 3);
    commit(byStoreNumber, 0, 3);

    assertThat(count()).isEqualTo(count((5 - 3) + 2 + (4 - 3)));

    commit(changes, 0, 5);
    commit(changes, 1, 2);
    assertThat(count()).isEqualTo(count(1));
    commit(byStoreNumber, 0, 4);
    assertThat(count()).isEqualTo(count(0));
  }

  @Test
  void shouldNotCountTheEndOfATransaction() {
    admin.createTopics(Map.of(changes, 1), Map.of());
    try (KafkaProducer<byte[], byte[]> upstream = upstream()) {
      upstream.beginTransaction();
      send(upstream, changes, 0);
      upstream.commitTransaction();
    }
    await().atMost(TIMEOUT).until(() -> admin.stableOffsets(changes).containsValue(2L));
    commit(changes, 0, 1);

    assertThat(count()).isEqualTo(count(0));
  }

  @Test
  void shouldCountWithoutPositionsWhileAMemberReads() {
    admin.createTopics(Map.of(changes, 1), Map.of());
    publish(changes, 0, 2);
    try (KafkaConsumer<byte[], byte[]> member = join()) {
      assertThat(admin.committed(application)).isEmpty();

      assertThat(count()).isEqualTo(count(2));

      assertThat(member.assignment()).hasSize(1);
    }
  }

  @Test
  void shouldSayWhenTheTopicOfTheChangesIsUnknown() {
    admin.createTopics(Map.of(changes, 1, byStoreNumber, 1), Map.of());
    publish(changes, 0, 2);
    publish(byStoreNumber, 0, 1);

    assertThat(count()).isEqualTo(new WaitingEvents.Count(1, false, List.of()));
  }

  @Test
  void shouldNameTransactionsThatStayOpen() {
    admin.createTopics(Map.of(changes, 3, byStoreNumber, 1), Map.of());
    publish(changes, 0, 1);
    commit(changes, 0, 1);
    try (KafkaProducer<byte[], byte[]> upstream = upstream()) {
      upstream.beginTransaction();
      send(upstream, byStoreNumber, 0);
      send(upstream, changes, 2);
      send(upstream, changes, 0);
      upstream.flush();
      publish(changes, 0, 2);

      assertThat(count())
          .isEqualTo(
              new WaitingEvents.Count(
                  3 + 1 + 1,
                  true,
                  List.of(
                      new LastStableOffset(new TopicPartition(byStoreNumber, 0), 0, 1),
                      new LastStableOffset(new TopicPartition(changes, 0), 1, 4),
                      new LastStableOffset(new TopicPartition(changes, 2), 0, 1))));

      upstream.abortTransaction();
    }
  }

  @Test
  void shouldWaitForATransactionThatEnds() throws Exception {
    admin.createTopics(Map.of(changes, 1), Map.of());
    commit(changes, 0, 0);
    try (KafkaProducer<byte[], byte[]> upstream = upstream()) {
      upstream.beginTransaction();
      send(upstream, changes, 0);
      upstream.flush();
      Future<WaitingEvents.Count> count = startCounting();

      upstream.abortTransaction();

      assertThat(count.get()).isEqualTo(count(0));
    }
  }

  @Test
  void shouldWaitForAMemberThatProcesses() throws Exception {
    admin.createTopics(Map.of(changes, 1), Map.of());
    publish(changes, 0, 2);
    try (KafkaConsumer<byte[], byte[]> member = join()) {
      Future<WaitingEvents.Count> count = startCounting();

      member.commitSync(Map.of(new TopicPartition(changes, 0), new OffsetAndMetadata(2)), TIMEOUT);

      assertThat(count.get()).isEqualTo(count(0));
    }
  }

  private static WaitingEvents.Count count(long events) {
    return new WaitingEvents.Count(events, true, List.of());
  }

  private WaitingEvents.Count count() {
    return new WaitingEvents(admin, application, Duration.ofSeconds(1)).count(stop);
  }

  /** Returns a count that waits by now, or that has ended without waiting. */
  private Future<WaitingEvents.Count> startCounting() {
    FutureTask<WaitingEvents.Count> count =
        new FutureTask<>(() -> new WaitingEvents(admin, application, TIMEOUT).count(stop));
    Thread counting = new Thread(count, "counting");
    counting.start();
    await().atMost(TIMEOUT).until(() -> count.isDone() || isWaiting(counting));
    return count;
  }

  /** Between two questions a count waits for the signal to stop. */
  private static boolean isWaiting(Thread counting) {
    return Arrays.stream(counting.getStackTrace())
        .anyMatch(frame -> frame.getClassName().equals(StopSignal.class.getName()));
  }

  private void publish(String topic, int partition, int records) {
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      for (int i = 0; i < records; i++) {
        send(producer, topic, partition);
      }
    }
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, String topic, int partition) {
    Future<RecordMetadata> unused =
        producer.send(new ProducerRecord<>(topic, partition, null, new byte[0]));
  }

  private KafkaProducer<byte[], byte[]> upstream() {
    KafkaProducer<byte[], byte[]> producer = producer(Map.of("transactional.id", application));
    producer.initTransactions();
    return producer;
  }

  private KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
    Map<String, Object> config = options.clientConfig();
    config.putAll(settings);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private void commit(String topic, int partition, long offset) {
    admin.get(
        admin
            .client()
            .alterConsumerGroupOffsets(
                application,
                Map.of(new TopicPartition(topic, partition), new OffsetAndMetadata(offset)))
            .all());
  }

  /** Returns a member of the application's group that commits nothing automatically. */
  private KafkaConsumer<byte[], byte[]> join() {
    Map<String, Object> config = options.clientConfig();
    config.put("group.id", application);
    config.put("enable.auto.commit", false);
    KafkaConsumer<byte[], byte[]> member =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    member.subscribe(List.of(changes));
    await()
        .atMost(TIMEOUT)
        .until(
            () -> {
              var unused = member.poll(Duration.ofMillis(100));
              return !member.assignment().isEmpty();
            });
    return member;
  }
}
