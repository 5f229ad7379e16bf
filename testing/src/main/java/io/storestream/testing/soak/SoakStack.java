package io.storestream.testing.soak;

import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.kafka.ConsumerLag;
import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.Topics;
import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.localstack.EmbeddedKafka;
import io.storestream.testing.fault.FaultProxy;
import io.storestream.testing.model.CommittedRecords;
import io.storestream.testing.model.CountsAudit;
import io.storestream.testing.model.ExpectedStores;
import io.storestream.testing.model.StoresTopicAudit;
import io.storestream.testing.model.TableAudit;
import io.storestream.testing.process.IngesterProcess;
import io.storestream.testing.workload.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.TopicConfig;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/**
 * A broker, DynamoDB Local behind a {@link FaultProxy}, ingesters in separate processes, a
 * publisher, and the model of the expected result. Used by one thread.
 */
final class SoakStack implements AutoCloseable {

  private static final int PARTITIONS = 4;
  private static final int READERS = 4;

  /**
   * Half of the shortest session that brokers allow by default, so that a kill is detected soon.
   * Each record is sent at once, so that a kill finds the results of a transaction half sent.
   */
  private static final String CLIENT_CONFIG =
      "session.timeout.ms=3000\nheartbeat.interval.ms=500\nlinger.ms=0\nnum.standby.replicas=%d\n";

  /** Changes have timestamps years ago, and a broker deletes by timestamp. */
  private static final Map<String, String> KEEP_ALL = Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1");

  /**
   * As the ingester creates it, but never compacted, so that every accepted change can be counted.
   */
  private static final Map<String, String> NEVER_COMPACTED =
      Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG,
          TopicConfig.CLEANUP_POLICY_COMPACT,
          TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
          Long.toString(Long.MAX_VALUE));

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final EmbeddedKafka kafka;
  private final FaultProxy proxy;
  private final DynamoDbAsyncClient reader;
  private final KafkaAdmin admin;
  private final List<IngesterProcess> ingesters = new ArrayList<>();
  private final ExpectedStores expected = new ExpectedStores();
  private final ChangePublisher publisher;

  /**
   * Creates the topic and starts everything except the ingesters.
   *
   * @param directory directory for the state and the logs of the ingesters; not deleted
   * @param more options of the ingesters
   */
  SoakStack(SoakPlan plan, Path directory, String... more) {
    try {
      kafka = open(EmbeddedKafka.start());
      EmbeddedDynamoDb dynamoDb = open(EmbeddedDynamoDb.start());
      proxy = open(FaultProxy.start(dynamoDb.endpoint(), plan.seed()));
      reader =
          open(DynamoDbClients.forReading(DynamoDbEndpoint.local(dynamoDb.endpoint()), READERS));
      admin = open(KafkaAdmin.connect(kafkaOptions()));
      admin.createTopics(
          Map.of(Topics.STORE_CHANGES, PARTITIONS, Topics.STORES, PARTITIONS),
          Map.of(Topics.STORE_CHANGES, KEEP_ALL, Topics.STORES, NEVER_COMPACTED));
      List<String> options = new ArrayList<>(options(writeConfig(directory, plan.standbys())));
      options.addAll(List.of(more));
      for (int i = 1; i <= plan.ingesters(); i++) {
        Path own = directory.resolve("ingester-" + i);
        ingesters.add(open(new IngesterProcess(proxy.endpoint(), own, options)));
      }
      publisher =
          open(
              new ChangePublisher(
                  kafkaOptions(),
                  Topics.STORE_CHANGES,
                  new Workload(plan.seed(), plan.stores()),
                  expected));
    } catch (RuntimeException e) {
      try {
        close();
      } catch (IllegalStateException notClosed) {
        e.addSuppressed(notClosed);
      }
      throw e;
    }
  }

  EmbeddedKafka kafka() {
    return kafka;
  }

  KafkaOptions kafkaOptions() {
    return KafkaOptions.of(kafka.bootstrapServers());
  }

  FaultProxy proxy() {
    return proxy;
  }

  DynamoDbAsyncClient reader() {
    return reader;
  }

  List<IngesterProcess> ingesters() {
    return ingesters;
  }

  ChangePublisher publisher() {
    return publisher;
  }

  /** Returns the model of the published changes; the publisher uses it while it runs. */
  ExpectedStores expected() {
    return expected;
  }

  /** Starts the ingesters that are not running. */
  void startIngesters() {
    ingesters.stream().filter(it -> !it.isAlive()).forEach(IngesterProcess::start);
  }

  /** Returns the consumer lag of the ingesters. */
  ConsumerLag lag() {
    return new ConsumerLag(admin, InternalTopics.DEFAULT_APPLICATION_ID, Topics.STORE_CHANGES);
  }

  /** Returns the topics that the ingesters read, internal topics included. */
  static Set<String> readTopics() {
    String applicationId = InternalTopics.DEFAULT_APPLICATION_ID;
    return Set.of(
        Topics.STORE_CHANGES,
        InternalTopics.repartitionTopicOf(applicationId),
        InternalTopics.locationDeltasTopicOf(applicationId));
  }

  /** Returns whether the consumer group has members. */
  boolean hasMembers() {
    return admin.hasMembers(InternalTopics.DEFAULT_APPLICATION_ID);
  }

  /** Loses the positions in some topics; the group must have no members. */
  void losePositions(PositionLoss loss, Set<String> topics) {
    loss.apply(admin, InternalTopics.DEFAULT_APPLICATION_ID, topics);
  }

  /** Returns the sum of a metric over all ingesters that answer. */
  double sum(String metric, String... labels) {
    return ingesters.stream()
        .flatMap(it -> it.scrape().stream())
        .mapToDouble(it -> it.sum(metric, labels))
        .sum();
  }

  /** Returns whether all ingesters run and have written every published change. */
  boolean isCaughtUp() {
    return ingesters.stream().allMatch(IngesterProcess::isReady)
        && lag().isZero()
        && sum("storestream_pending") == 0;
  }

  /**
   * Compares the published changes with their results. Nothing may be published meanwhile, and all
   * changes must be written.
   */
  SoakAccount account() {
    return new SoakAccount(
        expected.fates(),
        CommittedRecords.count(kafkaOptions(), Topics.STORES),
        CommittedRecords.count(kafkaOptions(), Topics.deadLetterTopicOf(Topics.STORE_CHANGES)),
        TableAudit.of(reader, StoresTable.DEFAULT_NAME, expected),
        CountsAudit.of(reader, CountsTable.nameFor(StoresTable.DEFAULT_NAME), expected),
        StoresTopicAudit.of(kafkaOptions(), expected));
  }

  /** Stops everything in reverse order and kills the ingesters. Idempotent. */
  @Override
  public void close() {
    IllegalStateException failure = new IllegalStateException("can't stop all parts");
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        failure.addSuppressed(e);
      }
    }
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }

  private <T extends AutoCloseable> T open(T part) {
    opened.push(part);
    return part;
  }

  private static Path writeConfig(Path directory, int standbys) {
    try {
      return Files.writeString(
          directory.resolve("kafka.properties"), CLIENT_CONFIG.formatted(standbys));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> options(Path clientConfig) {
    return List.of(
        "--bootstrap-servers",
        kafka.bootstrapServers(),
        "--kafka-config",
        clientConfig.toString(),
        "--table",
        StoresTable.DEFAULT_NAME,
        "--partitions",
        Integer.toString(PARTITIONS),
        "--threads",
        "1");
  }
}
