package io.storestream.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.storestream.cli.StopSignal;
import io.storestream.localstack.EmbeddedKafka;
import io.storestream.localstack.SharedBackends;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An application of which all that it has committed is deleted, and its positions have expired; and
 * one that has read all records, and not what follows them.
 */
class CommitBarrierTest {

  private static final String APPLICATION = "purged";
  private static final TopicPartition PARTITION =
      new TopicPartition(InternalTopics.repartitionTopicOf(APPLICATION), 0);
  private static final int PURGED = 3;
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final EmbeddedKafka kafka = SharedBackends.kafka();
  private final KafkaOptions options = KafkaOptions.of(kafka.bootstrapServers());
  private final KafkaAdmin admin = KafkaAdmin.connect(options);
  private final StopSignal stop = StopSignal.install();

  @BeforeEach
  void purge() {
    admin.createTopics(Map.of(PARTITION.topic(), 1), Map.of());
    publish(PURGED);
    var unused =
        admin.get(
            admin
                .client()
                .deleteRecords(Map.of(PARTITION, RecordsToDelete.beforeOffset(PURGED)))
                .all());
  }

  @AfterEach
  void close() {
    stop.close();
    admin.close();
  }

  @Test
  void shouldNotWaitForWhatIsDeleted() {
    try (KafkaConsumer<byte[], byte[]> member = join()) {
      assertThat(admin.hasMembers(APPLICATION)).isTrue();
      assertThat(admin.committed(APPLICATION)).isEmpty();

      assertThatCode(() -> new CommitBarrier(admin, APPLICATION).await(stop))
          .doesNotThrowAnyException();
      assertThat(new ConsumerLag(admin, APPLICATION, "absent").isZero()).isTrue();
      assertThat(member.assignment()).containsExactly(PARTITION);
    }
  }

  @Test
  void shouldCountFromTheStartUntilThereIsAPosition() {
    publish(2);
    UncommittedOffsets uncommitted = UncommittedOffsets.of(admin, APPLICATION, PARTITION.topic());
    publish(1); // after the question

    assertThat(uncommitted.count()).isEqualTo(2);
    commit(PURGED + 1);
    assertThat(uncommitted.count()).isEqualTo(1);
    commit(PURGED + 3);
    assertThat(uncommitted.count()).isZero();
  }

  @Test
  void shouldNotWaitForWhatIsNoRecord() {
    leaveNoRecordAfterTheFirst();
    UncommittedOffsets uncommitted = UncommittedOffsets.of(admin, APPLICATION, PARTITION.topic());
    assertThat(uncommitted.count()).isEqualTo(1 + 1 + 2 + 1); // with two markers
    assertThat(uncommitted.isDone()).isFalse();
    ConsumerLag lag = new ConsumerLag(admin, APPLICATION, "absent");
    assertThat(lag.isZero()).isFalse();
    assertThat(lag.offsets()).isEqualTo(1 + 1 + 2 + 1);

    commit(PURGED + 1);
    assertThat(uncommitted.count()).isEqualTo(1 + 2 + 1);
    assertThat(uncommitted.isDone()).isTrue();
    try (KafkaConsumer<byte[], byte[]> member = join()) {
      assertThatCode(() -> new CommitBarrier(admin, APPLICATION).await(stop))
          .doesNotThrowAnyException();
      assertThat(member.assignment()).containsExactly(PARTITION);
    }

    publish(1);
    assertThat(uncommitted.isDone()).isTrue(); // as it came after the question
    assertThat(UncommittedOffsets.of(admin, APPLICATION, PARTITION.topic()).isDone()).isFalse();
  }

  @Test
  void shouldSeeARecordInOnePartitionBesideAMarkerInAnother() {
    leaveNoRecordAfterTheFirst();
    commit(PURGED + 1);
    admin.get(
        admin
            .client()
            .createPartitions(Map.of(PARTITION.topic(), NewPartitions.increaseTo(2)))
            .all());
    await().atMost(TIMEOUT).until(() -> admin.endOffsets(PARTITION.topic()).size() == 2);
    assertThat(UncommittedOffsets.of(admin, APPLICATION, PARTITION.topic()).isDone()).isTrue();

    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      var unused = producer.send(new ProducerRecord<>(PARTITION.topic(), 1, null, new byte[0]));
    }

    assertThat(UncommittedOffsets.of(admin, APPLICATION, PARTITION.topic()).isDone()).isFalse();
  }

  @Test
  void shouldTakeWhatIsInAnOpenTransactionAsLeft() {
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("transactional.id", "t"))) {
      producer.initTransactions();
      producer.beginTransaction();
      send(producer, 1);
      producer.flush();
      UncommittedOffsets uncommitted = UncommittedOffsets.of(admin, APPLICATION, PARTITION.topic());
      assertThat(uncommitted.isDone()).isFalse();

      producer.abortTransaction();

      await().atMost(TIMEOUT).until(uncommitted::isDone);
    }
  }

  /** A record and the marker of its transaction, two that were rolled back, and their marker. */
  private void leaveNoRecordAfterTheFirst() {
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("transactional.id", "t"))) {
      producer.initTransactions();
      producer.beginTransaction();
      send(producer, 1);
      producer.commitTransaction();
      producer.beginTransaction();
      send(producer, 2);
      producer.flush();
      producer.abortTransaction();
    }
    // A transaction is over for its producer before the marker is written.
    Map<TopicPartition, Long> ends = Map.of(PARTITION, PURGED + 1L + 1 + 2 + 1);
    await().atMost(TIMEOUT).until(() -> admin.endOffsets(PARTITION.topic()).equals(ends));
  }

  private void publish(int records) {
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      send(producer, records);
    }
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, int records) {
    for (int i = 0; i < records; i++) {
      var unused = producer.send(new ProducerRecord<>(PARTITION.topic(), new byte[0]));
    }
  }

  private KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
    Map<String, Object> config = options.clientConfig();
    config.putAll(settings);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private void commit(long offset) {
    admin.get(
        admin
            .client()
            .alterConsumerGroupOffsets(
                APPLICATION, Map.of(PARTITION, new OffsetAndMetadata(offset)))
            .all());
  }

  /** Returns a member of the group that commits nothing. */
  private KafkaConsumer<byte[], byte[]> join() {
    Map<String, Object> config = options.clientConfig();
    config.put("group.id", APPLICATION);
    config.put("enable.auto.commit", false);
    config.put("auto.offset.reset", "earliest");
    KafkaConsumer<byte[], byte[]> member =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    member.subscribe(List.of(PARTITION.topic()));
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
