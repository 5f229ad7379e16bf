package io.storestream.testing.deploy.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.TopicReader;
import io.storestream.kafka.Topics;
import io.storestream.kafka.record.CountEntry;
import io.storestream.kafka.record.RunningCount;
import io.storestream.kafka.record.StateSerdes;
import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.localstack.EmbeddedKafka;
import io.storestream.localstack.SecuredListener;
import io.storestream.localstack.SharedBackends;
import io.storestream.testing.deploy.Program;
import io.storestream.testing.endtoend.BrokerKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rights in Kafka that the guide names are exactly those that the programs need. Each program
 * runs as a separate user with these rights, and an authorizer records the questions of the broker.
 */
@Tag("deployment")
class KafkaRightsTest {

  private static final Path GUIDE = Path.of("../docs/operating/deployment.md");
  private static final String DEAD_LETTERS = Topics.deadLetterTopicOf(Topics.STORE_CHANGES);
  private static final String APPLICATION_ID = "storestream";
  private static final String COPY = "Copy";
  private static final String PASSWORD = "secret";
  private static final String PURGE_SOON = "repartition.purge.interval.ms=1000\n";
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  /** Operations that another right for the same resource implies. */
  private static final Map<AclOperation, Set<AclOperation>> IMPLIED_BY =
      Map.of(
          AclOperation.DESCRIBE,
          EnumSet.of(AclOperation.READ, AclOperation.WRITE, AclOperation.DELETE),
          AclOperation.DESCRIBE_CONFIGS,
          EnumSet.of(AclOperation.ALTER_CONFIGS));

  private static final Set<KafkaRight> RIGHTS =
      KafkaRight.read(GUIDE, Map.of("<application-id>", APPLICATION_ID, "<table>", COPY));

  private static final Map<String, String> PROGRAMS =
      RIGHTS.stream()
          .map(KafkaRight::program)
          .distinct()
          .collect(Collectors.toMap(KafkaRight::user, Function.identity()));

  @TempDir private static Path directory = Path.of("");

  @BeforeAll
  static void runAll() throws IOException {
    Map<String, String> passwords = new HashMap<>();
    PROGRAMS.keySet().forEach(it -> passwords.put(it, PASSWORD));
    BrokerKeys keys = BrokerKeys.make(directory);
    SecuredListener listener =
        new SecuredListener(
            keys.keystore(), BrokerKeys.STORE_PASSWORD, passwords, RecordingAuthorizer.class);
    EmbeddedDynamoDb dynamoDb = SharedBackends.dynamoDb();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(listener);
        KafkaAdmin admin = KafkaAdmin.connect(KafkaOptions.of(kafka.bootstrapServers()))) {
      admin.get(
          admin.client().createAcls(RIGHTS.stream().map(KafkaRight::toBinding).toList()).all());
      new Runs(kafka, dynamoDb, admin, keys).all();
    }
  }

  /** The programs and their work with Kafka. */
  private record Runs(
      EmbeddedKafka kafka, EmbeddedDynamoDb dynamoDb, KafkaAdmin admin, BrokerKeys keys) {

    void all() throws IOException {
      Path file = write("1.csv", "Store Number,Country\n1,US\n2,DE\n");
      Path next = write("2.csv", "Store Number,Country\n1,US\n3,US\n");
      try (Program ingester = start("ingest")) {
        assertThat(ingester.awaitAvailable("/health/ready")).isEqualTo(200);
        run("produce", file.toString());
        await().atMost(TIMEOUT).until(() -> records(Topics.STORES) > 0);
        run("produce --dry-run", "--snapshot", next.toString());
        run("produce --snapshot", next.toString());
        publishUnusableEvent();
        await().atMost(TIMEOUT).until(() -> records(DEAD_LETTERS) > 0);
        run("dlq list");
        run("dlq redrive");
        awaitDeletion();
        ingester.stop();
      }
      leaveOffsetsWithoutRecords(
          Topics.STORE_CHANGES, InternalTopics.repartitionTopicOf(APPLICATION_ID));
      try (Program ingester = start("ingest")) {
        assertThat(ingester.awaitAvailable("/health/ready")).isEqualTo(200);
        run("verify");
        run("rebuild", "--table", COPY);
        try (Program follower = start("rebuild", "--table", COPY, "--follow")) {
          await().atMost(TIMEOUT).until(() -> follower.printed().contains("is complete"));
          follower.stop();
        }
        ingester.stop();
      }
      writeWrongCount();
      run("verify --repair");
      leaveOffsetsWithoutRecords(Topics.STORES, Topics.LOCATION_COUNTS);
      try (Program moved = start("ingest", "--table", COPY)) {
        assertThat(moved.awaitAvailable("/health/ready")).isEqualTo(200);
        moved.stop();
      }
    }

    /** Writes a wrong count, so that a repair has something to correct in the state. */
    private void writeWrongCount() {
      String changelog =
          InternalTopics.changelogTopicOf(APPLICATION_ID, InternalTopics.LOCATION_COUNTS);
      ByteArraySerializer bytes = new ByteArraySerializer();
      try (TopicReader reader = TopicReader.open(admin.options());
          KafkaProducer<byte[], byte[]> producer =
              new KafkaProducer<>(admin.options().clientConfig(), bytes, bytes)) {
        reader.seek(admin.startOffsets(changelog));
        reader.readTo(
            admin.endOffsets(changelog),
            record -> {
              if (CountEntry.of(record) instanceof CountEntry.Count) {
                Future<RecordMetadata> unused =
                    producer.send(
                        new ProducerRecord<>(
                            changelog, record.partition(), record.key(), oneMore(record)));
              }
            });
      }
    }

    private static byte[] oneMore(ConsumerRecord<byte[], byte[]> record) {
      try (Serde<RunningCount> serde = StateSerdes.runningCount()) {
        RunningCount count = serde.deserializer().deserialize(record.topic(), record.value());
        return serde
            .serializer()
            .serialize(
                record.topic(),
                new RunningCount(count.version(), count.count() + 1, count.sequence()));
      }
    }

    private static Path write(String name, String content) throws IOException {
      return Files.writeString(directory.resolve(name), content);
    }

    /** Leaves offsets without records; the group must read them to find nothing. */
    private void leaveOffsetsWithoutRecords(String... topics) {
      Map<String, Object> config = admin.options().clientConfig();
      config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "rolled-back");
      ByteArraySerializer bytes = new ByteArraySerializer();
      try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config, bytes, bytes)) {
        producer.initTransactions();
        producer.beginTransaction();
        for (String topic : topics) {
          send(producer, topic);
        }
        producer.flush();
        producer.abortTransaction();
      }
    }

    private long records(String topic) {
      return admin.endOffsets(topic).values().stream().mapToLong(Long::longValue).sum();
    }

    private void publishUnusableEvent() {
      ByteArraySerializer bytes = new ByteArraySerializer();
      try (KafkaProducer<byte[], byte[]> producer =
          new KafkaProducer<>(admin.options().clientConfig(), bytes, bytes)) {
        send(producer, Topics.STORE_CHANGES);
      }
    }

    /** Waits until Kafka Streams has deleted processed records of its internal topics. */
    private static void awaitDeletion() {
      await()
          .atMost(TIMEOUT)
          .until(
              () ->
                  RecordingAuthorizer.questions().stream()
                      .filter(it -> it.user().equals("ingest"))
                      .anyMatch(it -> it.operation() == AclOperation.DELETE));
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, String topic) {
      Future<RecordMetadata> unused =
          producer.send(new ProducerRecord<>(topic, new byte[] {'?'}, new byte[] {'?'}));
    }

    private void run(String program, String... arguments) {
      try (Program started = start(program, arguments)) {
        started.awaitEnd();
      }
    }

    private Program start(String program, String... arguments) {
      Path config = keys.clientProperties(KafkaRight.user(program), PASSWORD, PURGE_SOON);
      List<String> line = new ArrayList<>(List.of(program.split(" ")));
      line.addAll(List.of(arguments));
      return Program.start(
          directory,
          Map.of(
              "KAFKA_BOOTSTRAP_SERVERS",
              kafka.securedBootstrapServers(),
              "KAFKA_CONFIG",
              config.toString(),
              "AWS_ENDPOINT_URL_DYNAMODB",
              dynamoDb.endpoint().toString(),
              "AWS_REGION",
              "us-east-1",
              "AWS_ACCESS_KEY_ID",
              "any",
              "AWS_SECRET_ACCESS_KEY",
              "any",
              "STORES_MANAGEMENT_PORT",
              "0",
              "STORES_STATE_DIR",
              directory.resolve("state").toString()),
          line);
    }
  }

  @Test
  void shouldBeRefusedNothing() {
    assertThat(RecordingAuthorizer.questions())
        .filteredOn(it -> PROGRAMS.containsKey(it.user()))
        .allMatch(RecordingAuthorizer.Question::allowed);
  }

  @Test
  void shouldBePermittedWhatIsAskedAndNoMore() {
    Set<KafkaRight> asked =
        RecordingAuthorizer.questions().stream()
            .filter(it -> PROGRAMS.containsKey(it.user()))
            .map(KafkaRightsTest::right)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<KafkaRight> needed = new TreeSet<>(asked);
    needed.removeIf(
        right ->
            IMPLIED_BY.getOrDefault(right.operation(), Set.of()).stream()
                .map(it -> new KafkaRight(right.program(), it, right.type(), right.name()))
                .anyMatch(asked::contains));

    assertThat(new TreeSet<>(RIGHTS)).containsExactlyElementsOf(needed);
  }

  private static KafkaRight right(RecordingAuthorizer.Question question) {
    String own = APPLICATION_ID + "-";
    boolean internal = question.type() != ResourceType.GROUP && question.name().startsWith(own);
    return new KafkaRight(
        Objects.requireNonNull(PROGRAMS.get(question.user())),
        question.operation(),
        question.type(),
        internal ? own + "*" : question.name());
  }
}
