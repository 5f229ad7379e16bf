package io.storestream.ingester.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.storestream.cli.StopSignal;
import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.item.CountItems;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.fixtures.GroupMember;
import io.storestream.ingester.IngesterSettings;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.TopicReader;
import io.storestream.kafka.Topics;
import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.localstack.EmbeddedKafka;
import io.storestream.localstack.SharedBackends;
import io.storestream.maintenance.rebuild.Rebuild;
import io.storestream.maintenance.rebuild.RebuildSettings;
import io.storestream.model.Location;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A broker and DynamoDB Local with ingesters of one thread, and what tests do to them. A test uses
 * one at a time, unless it starts separate backends.
 */
public final class IngestStack implements AutoCloseable {

  public static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** Short, so that a test need not wait for a watch. */
  public static final Duration WATCH_INTERVAL = Duration.ofMillis(200);

  /** Few, as each costs a start three tasks with their state. */
  public static final int PARTITIONS = 2;

  private final EmbeddedKafka kafka;
  private final EmbeddedDynamoDb dynamoDb;
  private final DynamoDbAsyncClient reader;
  private final KafkaAdmin admin;
  private final boolean separate;

  /** Uses the backends that all tests share, cleared. */
  public IngestStack() {
    this(SharedBackends.kafka(), SharedBackends.dynamoDb(), false);
  }

  /** Uses separate backends, and closes both when it is closed. */
  public IngestStack(EmbeddedKafka kafka, EmbeddedDynamoDb dynamoDb) {
    this(kafka, dynamoDb, true);
  }

  private IngestStack(EmbeddedKafka kafka, EmbeddedDynamoDb dynamoDb, boolean separate) {
    this.kafka = kafka;
    this.dynamoDb = dynamoDb;
    this.separate = separate;
    reader = DynamoDbClients.forReading(endpoint(), 2);
    admin = KafkaAdmin.connect(kafkaOptions());
  }

  public KafkaOptions kafkaOptions() {
    return KafkaOptions.of(kafka.bootstrapServers());
  }

  /** Returns options with client settings in a file of properties. */
  public KafkaOptions kafkaOptions(Path config) {
    return kafkaOptions(kafka, config);
  }

  public static KafkaOptions kafkaOptions(EmbeddedKafka kafka, Path config) {
    return CommandLine.populateCommand(
        new KafkaOptions(),
        "--bootstrap-servers",
        kafka.bootstrapServers(),
        "--kafka-config",
        config.toString());
  }

  public KafkaAdmin admin() {
    return admin;
  }

  public DynamoDbAsyncClient reader() {
    return reader;
  }

  public Ingester start(IngesterSettings settings) {
    return start(settings, kafkaOptions(), WATCH_INTERVAL);
  }

  public Ingester start(
      IngesterSettings settings, KafkaOptions kafkaOptions, Duration watchInterval) {
    return start(
        settings,
        kafkaOptions,
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
        watchInterval);
  }

  public Ingester start(
      IngesterSettings settings,
      KafkaOptions kafkaOptions,
      PrometheusMeterRegistry registry,
      Duration watchInterval) {
    return Ingester.start(settings, kafkaOptions, endpoint(), registry, watchInterval);
  }

  public DynamoDbEndpoint endpoint() {
    return DynamoDbEndpoint.local(dynamoDb.endpoint());
  }

  /** Runs an application until events are in its table, and stops it. */
  public void ingest(IngesterSettings settings, String... events) throws Exception {
    try (Ingester ingester = start(settings)) {
      produce(settings.topic(), 0, events);
      awaitCaughtUp(ingester);
    }
  }

  public void produce(String topic, int partition, String... values)
      throws ExecutionException, InterruptedException {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            kafkaOptions().clientConfig(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (String value : values) {
        producer.send(new ProducerRecord<>(topic, partition, null, value.getBytes(UTF_8))).get();
      }
    }
  }

  /** Writes a record as another program might. */
  public void send(String topic, String key, byte[] value)
      throws ExecutionException, InterruptedException {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            kafkaOptions().clientConfig(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value)).get();
    }
  }

  /** Does something while, as far as others can tell, an instance runs: a member of its group. */
  public void whileAMemberRuns(String applicationId, Runnable action) {
    GroupMember.whileOneRuns(
        admin,
        applicationId,
        () -> {
          action.run();
          return true;
        });
  }

  public void deleteTopic(String topic) {
    admin.get(admin.client().deleteTopics(List.of(topic)).all());
    await().atMost(TIMEOUT).until(() -> admin.topicId(topic).isEmpty());
  }

  /** Deletes a topic and creates another of its name. */
  public void replaceTopic(String topic, int partitions, Map<String, String> config) {
    deleteTopic(topic);
    admin.createTopics(Map.of(topic, partitions), Map.of(topic, config));
  }

  public void growTopic(String topic, int partitions) {
    admin.get(
        admin.client().createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all());
    await().atMost(TIMEOUT).until(() -> admin.startOffsets(topic).size() == partitions);
  }

  /** Deletes all records that a topic has at present, as retention does. */
  public void expireRecords(String topic) {
    admin.get(
        admin
            .client()
            .deleteRecords(
                admin.endOffsets(topic).entrySet().stream()
                    .collect(
                        Collectors.toMap(
                            Map.Entry::getKey, it -> RecordsToDelete.beforeOffset(it.getValue()))))
            .all());
  }

  public void deleteTable(String table) {
    reader.deleteTable(request -> request.tableName(table)).join();
  }

  public Set<String> storesIn(String table) {
    Set<String> stores = new TreeSet<>();
    reader
        .scanPaginator(request -> request.tableName(table))
        .items()
        .subscribe(item -> stores.add(StoreItems.storeNumberOf(item)))
        .join();
    return stores;
  }

  /** Returns the names of the stores in a table, by their numbers. */
  public Map<String, String> namesIn(String table) {
    Map<String, String> names = new TreeMap<>();
    reader
        .scanPaginator(request -> request.tableName(table).consistentRead(true))
        .items()
        .subscribe(
            item ->
                names.put(
                    StoreItems.storeNumberOf(item), requireNonNull(item.get("StoreName")).s()))
        .join();
    return names;
  }

  Map<String, AttributeValue> item(String table, String storeNumber) {
    return reader
        .getItem(
            request ->
                request
                    .tableName(table)
                    .key(Map.of("StoreNumber", AttributeValue.fromS(storeNumber))))
        .join()
        .item();
  }

  public static void awaitCaughtUp(Ingester ingester) {
    await().atMost(TIMEOUT).until(ingester::isCaughtUp);
  }

  /** Fills a table, and its table of counts, from the topics. */
  public void rebuild(IngesterSettings settings) {
    RebuildSettings rebuild =
        new RebuildSettings(
            settings.table(), settings.billing(), settings.geo(), false, false, false, 4);
    try (StopSignal stop = StopSignal.install()) {
      new Rebuild(kafkaOptions(), endpoint(), rebuild).run(stop, report -> {});
    }
  }

  /** Returns the keys of all committed records of a topic. */
  Set<String> keysIn(String topic) {
    Set<String> keys = new TreeSet<>();
    try (TopicReader records = TopicReader.open(kafkaOptions())) {
      records.seek(admin.startOffsets(topic));
      records.readTo(admin.endOffsets(topic), record -> keys.add(new String(record.key(), UTF_8)));
    }
    return keys;
  }

  /** Returns how many stores the table of counts has in the one country of these tests. */
  long countIn(String table) {
    Map<String, AttributeValue> item =
        reader
            .getItem(
                request ->
                    request
                        .tableName(CountsTable.nameFor(table))
                        .key(CountItems.key(new Location(List.of("US"))))
                        .consistentRead(true))
            .join()
            .item();
    return item.isEmpty() ? 0 : CountItems.fromItem(item).count();
  }

  /** Waits until table, topic and counts have these stores and no others. */
  public void awaitStores(String table, String... stores) {
    Set<String> expected = new TreeSet<>(List.of(stores));
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> {
              assertThat(storesIn(table)).isEqualTo(expected);
              assertThat(keysIn(Topics.STORES)).isEqualTo(expected);
              assertThat(countIn(table)).isEqualTo(expected.size());
            });
  }

  /** Deletes all topics, groups and tables, so that the next test begins with none. */
  public void clear() {
    kafka.clear();
    dynamoDb.clear();
  }

  @Override
  public void close() {
    admin.close();
    reader.close();
    if (separate) {
      dynamoDb.close();
      kafka.close();
    }
  }
}
