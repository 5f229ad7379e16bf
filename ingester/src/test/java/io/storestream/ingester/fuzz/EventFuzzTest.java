package io.storestream.ingester.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.fixtures.Rounds;
import io.storestream.ingester.IngesterSettings;
import io.storestream.ingester.command.Ingester;
import io.storestream.ingester.fuzz.ExpectedFates.DeadLetter;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.record.DeadLetterHeaders;
import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.localstack.EmbeddedKafka;
import io.storestream.model.Store;
import io.storestream.model.VersionedStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** Ten thousand events, more than half of them damaged, from the topic to the table. */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventFuzzTest {

  private static final long SEED = 20_170_201;
  private static final int EVENTS = Rounds.of(2_000, 10_000);
  private static final String TOPIC = "fuzzed";
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final EmbeddedKafka kafka = EmbeddedKafka.start();
  private final EmbeddedDynamoDb dynamoDb = EmbeddedDynamoDb.start();
  private final DynamoDbEndpoint endpoint = DynamoDbEndpoint.local(dynamoDb.endpoint());
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @TempDir private Path stateDir = Path.of("");

  @AfterAll
  void stop() {
    dynamoDb.close();
    kafka.close();
  }

  @Test
  void shouldAccountForEveryEventAndKeepTheNewestOfEachStore() throws Exception {
    // given
    Instant now = Instant.now();
    EventMutator mutator = new EventMutator(SEED, TOPIC, now);
    ExpectedFates expected = new ExpectedFates(now.plus(IngesterSettings.DEFAULT_MAX_AHEAD));
    Map<String, DeadLetter> origins = new HashMap<>();
    createTopicOfAnyTime();

    try (Ingester ingester = Ingester.start(settings(), kafkaOptions(), endpoint, registry)) {
      // when
      origins.putAll(publish(mutator, expected));
      await().atMost(TIMEOUT).until(() -> ingester.failure().isDone() || ingester.isCaughtUp());

      // then
      assertThat(ingester.failure()).as("seed %d", SEED).isNotDone();
      assertThat(ingester.isRunning()).isTrue();
    }
    assertThat(fates()).as("seed %d", SEED).isEqualTo(expected.fates());
    assertThat(expected.fates().values())
        .hasSize(4)
        .allMatch(count -> count > EVENTS / Rounds.of(40, 20));
    assertThat(registry.get("storestream.items.rejected").tag("table", TOPIC).counter().count())
        .isZero();
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(deadLetters(origins))
                    .as("seed %d", SEED)
                    .isEqualTo(expected.deadLetters()));
    assertThat(storesInTable()).as("seed %d", SEED).isEqualTo(expected.stores());
  }

  /** Else the broker would refuse what is from the future, and soon delete what is old. */
  private void createTopicOfAnyTime() {
    String forever = Long.toString(Long.MAX_VALUE);
    try (KafkaAdmin admin = KafkaAdmin.connect(kafkaOptions())) {
      admin.createTopics(
          Map.of(TOPIC, 2),
          Map.of(
              TOPIC,
              Map.of(
                  TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, forever,
                  TopicConfig.SEGMENT_MS_CONFIG, forever,
                  TopicConfig.RETENTION_MS_CONFIG, "-1")));
    }
  }

  /** Returns what was published by where it stands. */
  private Map<String, DeadLetter> publish(EventMutator mutator, ExpectedFates expected)
      throws ExecutionException, InterruptedException {
    ByteArraySerializer bytes = new ByteArraySerializer();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    List<DeadLetter> published = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(kafkaOptions().clientConfig(), bytes, bytes)) {
      for (int i = 0; i < EVENTS; i++) {
        var event = mutator.next();
        expected.add(event);
        published.add(DeadLetter.of(event.key(), event.value()));
        sent.add(producer.send(event));
      }
      Map<String, DeadLetter> origins = new HashMap<>();
      for (int i = 0; i < EVENTS; i++) {
        RecordMetadata metadata = sent.get(i).get();
        origins.put(metadata.partition() + "/" + metadata.offset(), published.get(i));
      }
      return origins;
    }
  }

  private Map<String, Long> fates() {
    Map<String, Long> fates = new TreeMap<>();
    for (Counter counter : registry.get("storestream.events").counters()) {
      fates.put(String.valueOf(counter.getId().getTag("fate")), (long) counter.count());
    }
    return fates;
  }

  /** Counts the dead letters; each has to say why it is one, and where just this record stands. */
  private Map<DeadLetter, Long> deadLetters(Map<String, DeadLetter> origins) {
    Map<String, Object> config = kafkaOptions().clientConfig();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    Map<DeadLetter, Long> deadLetters = new HashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, bytes, bytes)) {
      List<TopicPartition> partitions =
          List.of(new TopicPartition(TOPIC + "-dlq", 0), new TopicPartition(TOPIC + "-dlq", 1));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(
                it -> {
                  DeadLetter deadLetter = DeadLetter.of(it.key(), it.value());
                  assertThat(header(it, DeadLetterHeaders.TOPIC)).isEqualTo(TOPIC);
                  assertThat(header(it, DeadLetterHeaders.EXCEPTION))
                      .isIn("InvalidEvent", "FutureEvent", "EventTooLarge", "OutOfRevisions");
                  assertThat(header(it, DeadLetterHeaders.MESSAGE)).isNotEmpty();
                  assertThat(
                          origins.get(
                              header(it, DeadLetterHeaders.PARTITION)
                                  + "/"
                                  + header(it, DeadLetterHeaders.OFFSET)))
                      .isEqualTo(deadLetter);
                  deadLetters.merge(deadLetter, 1L, Long::sum);
                });
      }
    }
    return deadLetters;
  }

  private static String header(ConsumerRecord<byte[], byte[]> deadLetter, String name) {
    return new String(deadLetter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private Map<String, @Nullable Store> storesInTable() {
    Map<String, @Nullable Store> stores = new HashMap<>();
    try (DynamoDbAsyncClient reader = DynamoDbClients.forReading(endpoint, 2)) {
      reader
          .scanPaginator(request -> request.tableName(TOPIC))
          .items()
          .subscribe(
              item -> {
                VersionedStore state = StoreItems.fromItem(item);
                stores.put(state.storeNumber(), state.store());
              })
          .join();
    }
    return stores;
  }

  private KafkaOptions kafkaOptions() {
    return KafkaOptions.of(kafka.bootstrapServers());
  }

  private IngesterSettings settings() {
    return IngesterSettings.builder()
        .applicationId(TOPIC)
        .topic(TOPIC)
        .partitions(2)
        .threads(1)
        .stateDir(stateDir)
        .table(TOPIC)
        .maxInFlight(8)
        .build();
  }
}
