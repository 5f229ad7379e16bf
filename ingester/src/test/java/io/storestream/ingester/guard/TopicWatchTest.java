package io.storestream.ingester.guard;

import static io.storestream.ingester.command.IngestInputs.settings;
import static io.storestream.ingester.command.IngestInputs.upsert;
import static io.storestream.ingester.command.IngestStack.TIMEOUT;
import static io.storestream.ingester.command.IngestStack.awaitCaughtUp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storestream.cli.CommandFailedException;
import io.storestream.fixtures.CapturedLog;
import io.storestream.fixtures.SettableClock;
import io.storestream.ingester.IngesterSettings;
import io.storestream.ingester.command.IngestStack;
import io.storestream.ingester.command.IngestSuite;
import io.storestream.ingester.command.Ingester;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.Topics;
import io.storestream.localstack.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is lost, or becomes another, while an ingester runs. */
class TopicWatchTest extends IngestSuite {

  private static final String APP = "app";

  /** Separate groups, as a member of an application that has failed stays in its group for long. */
  private static final String GROWN = "grown";

  private static final String EXPIRED = "expired";
  private static final String REPLAY =
      "restore it, or replay all events with a new application, `./stores ingest --application-id"
          + " NEW --from-beginning`";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          app        | its unread events are lost, and the application may have skipped the first events of the new topic: start again, and publish them again
          app-dlq    | its dead letters are lost: start again, which creates the topic with the right settings
          stores     | only stores that change from now on would be published to it: REPLAY
          app-store-states-changelog      | the versions of the stores and the stores that wait for the table would be lost, and late events could replace newer states: REPLAY
          app-by-store-number-repartition | events that wait to be resolved would be lost: REPLAY
          """)
  void shouldTellOfATopicThatIsDeletedOrReplaced(String topic, String consequence) {
    String message =
        "topic %s was deleted%s while application app was at work; "
            + consequence.replace("REPLAY", REPLAY);
    stack.admin().createTopics(Map.of(topic, 2), Map.of());
    Map<String, Uuid> ids = Map.of(topic, stack.admin().topicId(topic).orElseThrow());
    try (TopicWatch watch = watch(ids, appeared -> {})) {
      assertThat(watch.diagnose()).isEmpty();

      stack.deleteTopic(topic);
      assertThat(watch.diagnose().map(Throwable::getMessage))
          .hasValue(message.formatted(topic, ""));

      stack.admin().createTopics(Map.of(topic, 2), Map.of());
      assertThat(watch.diagnose().map(Throwable::getMessage))
          .hasValue(message.formatted(topic, " and recreated"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"stores", "app-store-states-changelog", "app-by-store-number-repartition"})
  void shouldTellOfPartitionsOfATopicThatKeepsThem(String topic) {
    stack.admin().createTopics(Map.of(topic, 2), Map.of());
    try (TopicWatch watch = watch(Map.of(), appeared -> {})) {
      assertThat(watch.diagnose()).isEmpty();

      stack.growTopic(topic, 3);
      assertThat(watch.diagnose().map(Throwable::getMessage))
          .hasValue(
              "partitions were added to a topic of application app ("
                  + topic
                  + " has 3), so a store may be in two of them: replay all events with a new"
                  + " application, `./stores ingest --application-id NEW --from-beginning`; if the"
                  + " topic is stores or location-counts, delete it first");
    }
  }

  @Test
  void shouldTellOfEventsThatAreDeletedBeforeTheyAreRead() throws Exception {
    stack.admin().createTopics(Map.of(EXPIRED, 1), Map.of());
    stack.produce(EXPIRED, 0, upsert("1"), upsert("2"));
    Map<TopicPartition, OffsetAndMetadata> positions =
        Map.of(new TopicPartition(EXPIRED, 0), new OffsetAndMetadata(0));
    stack.admin().get(stack.admin().client().alterConsumerGroupOffsets(EXPIRED, positions).all());
    try (CapturedLog log = new CapturedLog(TopicWatch.class);
        TopicWatch watch =
            watch(
                stack.admin(),
                new IngestTopics(EXPIRED, EXPIRED),
                new ArrayList<>(),
                IngestStack.WATCH_INTERVAL,
                InstantSource.system())) {
      watch.start();
      stack.expireRecords(EXPIRED);

      await().atMost(TIMEOUT).until(() -> !log.lines().isEmpty());
      assertThat(log.lines())
          .containsExactly(
              "WARN 2 events of topic expired were deleted before application expired had read"
                  + " them: publish"
                  + " them again, and give the topic a longer retention.ms");
    }
  }

  @Test
  void shouldTellOfATopicThatWasReplacedBeforeItsFirstLook() {
    stack.admin().createTopics(Map.of(Topics.STORES, 2), Map.of());
    Map<String, Uuid> remembered = Map.of(Topics.STORES, new Uuid(1, 1));
    try (TopicWatch watch = watch(remembered, appeared -> {})) {
      assertThat(watch.diagnose())
          .hasValueSatisfying(
              it ->
                  assertThat(it)
                      .hasMessageStartingWith(
                          "topic stores was deleted and recreated while application app was at"
                              + " work"));
      assertThat(watch.confirmInternal()).isEmpty();
    }
  }

  @Test
  void shouldHaveTopicsRememberedThatAppear() {
    List<Map<String, Uuid>> appeared = new ArrayList<>();
    stack.admin().createTopics(Map.of(APP, 2), Map.of());
    Uuid changes = stack.admin().topicId(APP).orElseThrow();
    try (TopicWatch watch = watch(Map.of(APP, changes), appeared::add)) {
      assertThat(watch.diagnose()).isEmpty();
      assertThat(appeared).isEmpty();

      String internal = "app-store-states-changelog";
      stack.admin().createTopics(Map.of(internal, 2, "app-identity", 1), Map.of());
      Uuid id = stack.admin().topicId(internal).orElseThrow();

      assertThat(watch.confirmInternal()).contains(Map.of(internal, id));
      assertThat(watch.diagnose()).isEmpty();
      assertThat(appeared).containsExactly(Map.of(APP, changes, internal, id));
    }
  }

  @Test
  void shouldGoOnWhenPartitionsAreAddedToTheEventsAndStopWhenATopicIsLost() throws Exception {
    stack.admin().createTopics(Map.of(GROWN, 3), Map.of());
    try (CapturedLog log = new CapturedLog(Ingester.class);
        CapturedLog watch = new CapturedLog(TopicWatch.class);
        Ingester ingester =
            stack.start(settings(GROWN, stateDir), alert(), IngestStack.WATCH_INTERVAL)) {
      awaitCaughtUp(ingester);
      stack.growTopic(GROWN, 4);
      stack.produce(GROWN, 3, upsert("1"));

      await().atMost(TIMEOUT).until(() -> stack.storesIn(GROWN).equals(Set.of("1")));
      await().atMost(TIMEOUT).until(() -> !watch.lines().isEmpty());
      assertThat(watch.lines())
          .containsExactly("INFO Topic grown has 4 partitions now, not 3: all are read");
      assertThat(ingester.failure()).isNotDone();

      stack.deleteTopic(Topics.STORES);

      await().atMost(TIMEOUT).until(() -> ingester.failure().isDone());
      assertThat(ingester.failure().join())
          .isInstanceOf(CommandFailedException.class)
          .hasMessageStartingWith("topic stores was deleted while application grown was at work; ");
      assertThat(log.lines())
          .contains("ERROR The application can't go on: " + ingester.failure().join().getMessage());
    }
  }

  /** Kafka Streams may notice the new partition first, and then says something else. */
  @ParameterizedTest
  @ValueSource(longs = {200, 86_400_000})
  void shouldReadAllPartitionsOfTheEventsAfterAStartWhenOneIsAdded(long watchIntervalMs)
      throws Exception {
    IngesterSettings settings = settings(APP, stateDir);
    try (Ingester ingester = stack.start(settings, alert(), Duration.ofMillis(watchIntervalMs))) {
      for (int partition = 0; partition < 2; partition++) {
        stack.produce(APP, partition, upsert("1"), upsert("2"), upsert("3"), upsert("4"));
      }
      awaitCaughtUp(ingester);

      stack.growTopic(APP, 3);

      await().atMost(TIMEOUT).until(() -> ingester.failure().isDone());
      assertThat(ingester.failure().join())
          .isInstanceOf(CommandFailedException.class)
          .hasMessage(
              "topic app has 3 partitions now, not 2: start again, which reads all of them");
    }

    stack.produce(APP, 0, upsert("1", 2018), upsert("5", 2018));
    stack.produce(APP, 2, upsert("2", 2018), upsert("6", 2018), upsert("1"));
    try (Ingester ingester = stack.start(settings)) {
      awaitCaughtUp(ingester);
      stack.produce(APP, 2, upsert("3", 2019), upsert("7", 2019), upsert("5"));
      awaitCaughtUp(ingester);

      stack.awaitStores(APP, "1", "2", "3", "4", "5", "6", "7");
      assertThat(stack.namesIn(APP))
          .isEqualTo(
              Map.of(
                  "1", "2018", "2", "2018", "3", "2019", "4", "2017", "5", "2018", "6", "2018", "7",
                  "2019"));
      assertThat(ingester.figures().deadLetters()).isZero();
    }
  }

  @Test
  void shouldSayWhatHasHappenedWhenKafkaStreamsMeetsItFirst() throws Exception {
    Duration never = Duration.ofDays(1);
    try (Ingester ingester = stack.start(settings(APP, stateDir), alert(), never)) {
      awaitCaughtUp(ingester);
      stack.deleteTopic(APP);

      await().atMost(TIMEOUT).until(() -> ingester.failure().isDone());
      assertThat(ingester.failure().join())
          .isInstanceOf(CommandFailedException.class)
          .hasMessageStartingWith("topic app was deleted while application app was at work; ");
    }
  }

  @Test
  void shouldNotTakeABrokerThatDoesNotAnswerForALoss() throws Exception {
    Path impatient = stateDir.resolve("admin.properties");
    Files.writeString(impatient, "default.api.timeout.ms=1000\nrequest.timeout.ms=500");
    List<CommandFailedException> losses = new CopyOnWriteArrayList<>();
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        KafkaAdmin admin = KafkaAdmin.connect(IngestStack.kafkaOptions(kafka, impatient))) {
      IngestTopics topics = new IngestTopics(APP, APP);
      admin.createTopics(Map.of(APP, 2), Map.of());
      try (TopicWatch watch =
          watch(admin, topics, losses, Duration.ofMillis(50), InstantSource.system())) {
        watch.start();
        kafka.stop();
        assertThat(watch.diagnose()).isEmpty();
        assertThat(losses).isEmpty();

        kafka.restart();
        assertThat(watch.diagnose()).isEmpty();
        admin.get(admin.client().deleteTopics(List.of(APP)).all());
        await().atMost(TIMEOUT).until(() -> losses.size() == 1);
      }
    }
  }

  @Test
  void shouldTellWhenNoBrokerHasAnsweredForLong() {
    SettableClock clock = new SettableClock(Instant.EPOCH);
    IngestTopics topics = new IngestTopics(APP, APP);
    try (TopicWatch watch =
        watch(stack.admin(), topics, new ArrayList<>(), Duration.ofHours(1), clock)) {
      watch.start();
      clock.advance(Duration.ofHours(2));
      assertThat(watch.trouble()).isEmpty();

      clock.advance(Duration.ofHours(1));
      assertThat(watch.trouble()).contains("no Kafka broker has answered for 10800 s");

      assertThat(watch.diagnose()).isEmpty(); // which asks, and is answered
      assertThat(watch.trouble()).isEmpty();
    }
  }

  /** Returns a watch that looks only when it is asked. */
  private TopicWatch watch(Map<String, Uuid> ids, Consumer<Map<String, Uuid>> onAppearance) {
    return new TopicWatch(
        stack.admin(),
        new IngestTopics(APP, APP),
        ids,
        OptionalInt.empty(),
        onAppearance,
        loss -> {},
        Duration.ofHours(1),
        InstantSource.system());
  }

  private static TopicWatch watch(
      KafkaAdmin admin,
      IngestTopics topics,
      List<CommandFailedException> losses,
      Duration interval,
      InstantSource clock) {
    return new TopicWatch(
        admin, topics, Map.of(), OptionalInt.empty(), appeared -> {}, losses::add, interval, clock);
  }

  /** Returns options with which clients learn of a topic's change at once. */
  private KafkaOptions alert() throws IOException {
    return stack.kafkaOptions(
        Files.writeString(stateDir.resolve("client.properties"), "metadata.max.age.ms=500"));
  }
}
