package io.storestream.ingester.guard;

import static io.storestream.ingester.command.IngestStack.awaitCaughtUp;
import static io.storestream.ingester.command.IngestStack.settings;
import static io.storestream.ingester.command.IngestStack.settingsOfAnyPartitions;
import static io.storestream.ingester.command.IngestStack.upsert;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.storestream.cli.CommandFailedException;
import io.storestream.dynamodb.schema.TableSetup;
import io.storestream.dynamodb.writer.WriteMode;
import io.storestream.fixtures.CapturedLog;
import io.storestream.ingester.IngesterSettings;
import io.storestream.ingester.command.IngestStack;
import io.storestream.ingester.command.Ingester;
import io.storestream.kafka.Topics;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is lost, or has become another, while no ingester runs, and is met by the next start. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StartCheckTest {

  private static final String APP = "app";
  private static final String REPLAY =
      "replay all events by a new application, `./stores ingest --application-id NEW --from-beginning`";

  private final IngestStack stack = new IngestStack();

  @TempDir private Path stateDir = Path.of("");

  @AfterEach
  void clear() {
    stack.clear();
  }

  @AfterAll
  void close() {
    stack.close();
  }

  @ParameterizedTest
  @CsvSource({
    "stores, only stores that change from now on would be published to it",
    "location-counts, only counts that change from now on would be published to it",
    "app-store-versions-changelog, 'what it knows of the stores would be lost, and late events could win'",
    "app-pending-writes-changelog, stores that wait for the table would be lost",
    "app-by-store-number-repartition, events that wait to be resolved would be lost",
    "app-location-deltas-repartition, changes that wait to be counted would be lost",
    "app-applied-changes-changelog,"
        + " 'what it has read would be lost, and changes could be counted twice or not at all'",
    "app-location-counts-changelog, it would count from nothing",
    "app-pending-counts-changelog, counts that wait for the table would be lost",
  })
  void shouldRefuseToGoOnWithoutATopicThatNothingReplaces(String topic, String consequence)
      throws Exception {
    stack.ingest(settings(APP, stateDir), upsert("1"));
    int partitions = stack.admin().startOffsets(topic).size();

    stack.deleteTopic(topic);
    assertRefused(
        "topic %s does not exist, but application app has processed events before; %s: restore it, or %s"
            .formatted(topic, consequence, REPLAY));
    assertThat(stack.admin().topicId(topic)).isEmpty();

    stack
        .admin()
        .createTopics(
            Map.of(topic, partitions), Map.of(topic, Map.of("cleanup.policy", "compact")));
    stack.send(topic, "something", new byte[] {1});
    assertRefused(
        "topic %s was deleted and created anew, but application app has processed events before; %s: restore it, or %s"
            .formatted(topic, consequence, REPLAY));
  }

  @ParameterizedTest
  @CsvSource({
    "stores",
    "location-counts",
    "app-store-versions-changelog",
    "app-pending-writes-changelog",
    "app-pending-counts-changelog",
    "app-identity",
  })
  void shouldRefuseATopicThatABrokerHasCreatedForANewApplication(String topic) {
    stack
        .admin()
        .createTopics(
            Map.of(topic, IngestStack.PARTITIONS),
            Map.of(topic, Map.of("cleanup.policy", "delete")));

    assertRefusedWith(
        "topic %s has cleanup.policy=delete, not compact, and may have lost records: if the application"
            .formatted(topic));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stores",
        "location-counts",
        "app-by-store-number-repartition",
        "app-store-versions-changelog",
        "app-pending-counts-changelog",
      })
  void shouldRefuseATopicToWhichPartitionsWereAdded(String topic) throws Exception {
    stack.ingest(settings(APP, stateDir), upsert("1"));

    stack.growTopic(topic, 3);

    String counts =
        Stream.of(
                "app-applied-changes-changelog",
                "app-by-store-number-repartition",
                "app-location-counts-changelog",
                "app-location-deltas-repartition",
                "app-pending-counts-changelog",
                "app-pending-writes-changelog",
                "app-store-versions-changelog",
                "location-counts",
                "stores")
            .map(it -> it + " has " + (it.equals(topic) ? 3 : IngestStack.PARTITIONS))
            .collect(Collectors.joining(", "));
    assertRefused(
        settingsOfAnyPartitions(APP, stateDir),
        ("partitions were added to a topic of application app (%s), so a store may be in two of them:"
                + " %s, after deleting topic stores or location-counts if it is that one")
            .formatted(counts, REPLAY));
  }

  @Test
  void shouldRefuseToBeginATableWithWhatHappensToChange() throws Exception {
    stack.ingest(settings(APP, stateDir), upsert("1"));

    stack.deleteTable(APP);

    assertRefused(
        "table app does not exist, but application app has processed events before, and would write"
            + " only what changes from now on: run `./stores rebuild --table app`, which"
            + " creates it, and start again");
    assertThat(TableSetup.ofStores(stack.reader(), APP).isPresent()).isFalse();
  }

  @Test
  void shouldReadANewTopicOfEventsFromItsStartAndSaySo() throws Exception {
    stack.ingest(settings(APP, stateDir), upsert("1"), upsert("2"));
    stack.deleteTopic(APP);
    // else the positions of the old topic would lead over the first events of the new one
    await()
        .atMost(IngestStack.TIMEOUT)
        .until(
            () ->
                stack.admin().committed(APP).keySet().stream()
                    .noneMatch(it -> it.topic().equals(APP)));

    try (CapturedLog log = new CapturedLog(StartCheck.class)) {
      stack.ingest(settings(APP, stateDir), upsert("3"));
      assertThat(log.lines())
          .containsExactly(
              "WARN Topic app does not exist, though application app has processed events before: it"
                  + " is created anew. Events that were in it and not read yet are lost; publish them"
                  + " again");
    }

    stack.replaceTopic(APP, 3, Map.of());
    try (CapturedLog log = new CapturedLog(StartCheck.class)) {
      stack.ingest(settings(APP, stateDir), upsert("4"));
      assertThat(log.lines())
          .containsExactly(
              "WARN Topic app was deleted and created anew since application app has read it: it is"
                  + " read from its start. Events of the old one that were not read yet are lost;"
                  + " publish them again");
    }
    assertThat(stack.storesIn(APP)).containsExactly("1", "2", "3", "4");
  }

  @Test
  void shouldWarnOfATopicThatTheApplicationHasNeverRead() throws Exception {
    stack.ingest(settings(APP, stateDir), upsert("1"));

    try (CapturedLog log = new CapturedLog(StartCheck.class)) {
      stack.ingest(
          settings(APP, "other", APP, stateDir, WriteMode.CONDITIONAL, false), upsert("2"));
      assertThat(log.lines())
          .contains(
              "WARN Application app has read another topic so far, and not other: check --topic."
                  + " Topic other is read from its start");
    }
    assertThat(stack.storesIn(APP)).containsExactly("1", "2");
  }

  /** As a restored cluster, or a late commit of an instance, may leave them. */
  @Test
  void shouldNotTakePositionsInATopicThatIsGoneForThoseInTheNewOne() throws Exception {
    stack.ingest(settings(APP, stateDir), upsert("1"), upsert("2"));
    stack.replaceTopic(APP, 2, Map.of());
    stack.produce(APP, 0, upsert("3"), upsert("4"));
    Map<TopicPartition, OffsetAndMetadata> positions =
        Map.of(new TopicPartition(APP, 0), new OffsetAndMetadata(2));
    stack.admin().get(stack.admin().client().alterConsumerGroupOffsets(APP, positions).all());

    stack.ingest(settings(APP, stateDir), upsert("5"));

    stack.awaitStores(APP, "1", "2", "3", "4", "5");
  }

  @Test
  void shouldRefuseToReplacePositionsWhileAnotherInstanceStarts() throws Exception {
    stack.ingest(settings(APP, stateDir), upsert("1"));
    stack.replaceTopic(APP, 2, Map.of());

    stack.whileAMemberRuns(
        APP,
        () ->
            assertRefused(
                "topic app was created anew, and another instance of application app is starting or"
                    + " running: try again"));
  }

  @Test
  void shouldTellOfEventsThatWereDeletedBeforeTheyWereRead() throws Exception {
    stack.ingest(settings(APP, stateDir), upsert("1"));
    stack.produce(APP, 0, upsert("2"), upsert("3"));
    stack.expireRecords(APP);

    try (CapturedLog log = new CapturedLog(StartCheck.class);
        CapturedLog watch = new CapturedLog(TopicWatch.class)) {
      stack.ingest(settings(APP, stateDir), upsert("4"));
      assertThat(watch.lines()).isEmpty(); // once is enough
      assertThat(log.lines())
          .containsExactly(
              "WARN 2 events of topic app were deleted before application app had read them: publish"
                  + " them again, and give the topic a longer retention.ms");
    }
    assertThat(stack.storesIn(APP)).containsExactly("1", "4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"app", "appCounts"})
  void shouldRefuseATableThatWasCreatedAnewUntilARebuildHasFilledIt(String table) throws Exception {
    IngesterSettings settings = settings(APP, stateDir);
    stack.ingest(settings, upsert("1"), upsert("2"));
    stack.deleteTable(table);
    TableSetup.ofStores(stack.reader(), APP).ensure(settings.billing());
    TableSetup.ofCounts(stack.reader(), APP).ensure(settings.billing());

    assertRefusedFor(
        settings,
        "application app has written to table ARN (created at TIME), and table ARN (created at TIME)"
            + " may lack what is in that: run `./stores rebuild --table app`, and start again when it"
            + " is complete",
        table);

    stack.rebuild(settings);
    stack.ingest(settings, upsert("3"));
    stack.awaitStores(APP, "1", "2", "3");
  }

  @Test
  void shouldRefuseATableThatARebuildHasFilledTooEarly() throws Exception {
    IngesterSettings settings = settings(APP, stateDir);
    IngesterSettings moved = settings(APP, APP, "moved", stateDir, WriteMode.CONDITIONAL, false);
    stack.ingest(settings, upsert("1"));
    stack.rebuild(moved);
    stack.ingest(settings, upsert("2"));

    assertRefusedFor(
        moved,
        "application app has written to table ARN (created at TIME), and table ARN (created at TIME)"
            + " may lack what is in that: run `./stores rebuild --table moved`, and start again when"
            + " it is complete",
        "app",
        "moved");

    stack.rebuild(moved);
    stack.ingest(moved, upsert("3"));
    stack.awaitStores("moved", "1", "2", "3");
    assertThat(stack.storesIn(APP)).containsExactly("1", "2");
  }

  @Test
  void shouldRefuseAnotherTableWhileInstancesWriteToTheFirst() throws Exception {
    stack.ingest(settings(APP, stateDir), upsert("1"));
    IngesterSettings moved = settings(APP, APP, "moved", stateDir, WriteMode.CONDITIONAL, false);
    stack.rebuild(moved);

    stack.whileAMemberRuns(
        APP,
        () ->
            assertRefusedFor(
                moved,
                "instances of application app are running that write to table ARN (created at TIME):"
                    + " stop them first, then start this one with table ARN (created at TIME)",
                "app",
                "moved"));
  }

  @Test
  void shouldRefuseStateThatDoesNotSayWhereItBelongs() throws Exception {
    stack.ingest(settings(APP, stateDir), upsert("1"));
    String unknown =
        "application app has processed events before, but topic app-identity does not say to which"
            + " topics and tables its state belongs: the state is of an earlier form that this release"
            + " can't use, or the topic was lost; restore the topic, or "
            + REPLAY;

    stack.send("app-identity", "identity", "{\"format\":0}".getBytes(UTF_8));
    assertRefused(unknown);

    stack.deleteTopic("app-identity");
    assertRefused(unknown);
    assertThat(stack.admin().topicId("app-identity")).isEmpty();
  }

  @Test
  void shouldTakeAnApplicationThatWasResetForNew() throws Exception {
    stack.ingest(settings(APP, stateDir), upsert("1"));
    stack.expireRecords(APP);
    Map<TopicPartition, OffsetAndMetadata> reset = new HashMap<>();
    stack
        .admin()
        .startOffsets(APP)
        .forEach((partition, start) -> reset.put(partition, new OffsetAndMetadata(start)));
    IngestTopics topics = new IngestTopics(APP, APP);
    topics.internal().forEach(stack::deleteTopic);
    stack.admin().get(stack.admin().client().deleteConsumerGroups(List.of(APP)).all());
    stack.admin().get(stack.admin().client().alterConsumerGroupOffsets(APP, reset).all());

    assertThat(IngestHistory.of(stack.admin(), topics).isNew()).isTrue();
    stack.ingest(settings(APP, stateDir), upsert("1"), upsert("2")); // no duplicate of old state
    stack.awaitStores(APP, "1", "2");
  }

  @Test
  void shouldTellOfATopicOfDeadLettersThatWasCreatedAnew() throws Exception {
    stack.ingest(settings(APP, stateDir), upsert("1"));
    stack.replaceTopic("app-dlq", 2, Map.of());

    try (CapturedLog log = new CapturedLog(StartCheck.class)) {
      stack.start(settings(APP, stateDir)).close();
      stack.start(settings(APP, stateDir)).close(); // once is enough
      assertThat(log.lines())
          .containsExactly(
              "WARN Topic app-dlq was deleted and created anew since application app has written to it:"
                  + " the dead letters that were in it are lost");
    }
  }

  @Test
  void shouldCreateATopicOfDeadLettersAnewAndSaySo() throws Exception {
    stack.ingest(settings(APP, stateDir), upsert("1"));
    stack.deleteTopic("app-dlq");

    try (CapturedLog log = new CapturedLog(StartCheck.class);
        Ingester ingester = stack.start(settings(APP, stateDir))) {
      awaitCaughtUp(ingester);
      assertThat(log.lines())
          .containsExactly(
              "WARN Topic app-dlq does not exist, though application app has processed events before:"
                  + " it is created anew. The dead letters that were in it are lost");
      assertThat(stack.admin().topicConfig("app-dlq", "message.timestamp.type"))
          .isEqualTo("LogAppendTime");
    }
  }

  @Test
  void shouldReadPartitionsThatWereAddedToTheEvents() throws Exception {
    stack.ingest(settings(APP, stateDir), upsert("1"));
    stack.growTopic(APP, 3);
    stack.produce(APP, 2, upsert("2"));

    try (CapturedLog log = new CapturedLog(StartCheck.class);
        Ingester ingester = stack.start(settings(APP, stateDir))) {
      awaitCaughtUp(ingester);
      assertThat(log.lines()).isEmpty();
    }
    assertThat(stack.storesIn(APP)).containsExactly("1", "2");
  }

  @Test
  void shouldGoOnIfNothingWasProcessedBeforeTheLoss() throws Exception {
    try (Ingester ingester = stack.start(settings(APP, stateDir))) {
      awaitCaughtUp(ingester); // all topics are there by now, and empty
    }
    stack.deleteTopic(Topics.STORES);
    stack.deleteTopic("app-store-versions-changelog");
    stack.deleteTable(APP);

    stack.ingest(settings(APP, stateDir), upsert("1"));

    assertThat(stack.admin().topicConfig(Topics.STORES, "cleanup.policy")).isEqualTo("compact");
    assertThat(stack.storesIn(APP)).containsExactly("1");
  }

  private void assertRefusedWith(String beginning) {
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> stack.start(settings(APP, stateDir)).close())
        .withMessageStartingWith(beginning)
        .withMessageEndingWith(REPLAY);
  }

  private void assertRefused(String message) {
    assertRefused(settings(APP, stateDir), message);
  }

  private void assertRefused(IngesterSettings settings, String message) {
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> stack.start(settings).close())
        .withMessage(message);
  }

  /** Asserts on the message but for the tables' account, region and time of creation. */
  private void assertRefusedFor(IngesterSettings settings, String message, String... tables) {
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> stack.start(settings).close())
        .satisfies(
            it -> {
              assertThat(
                      String.valueOf(it.getMessage())
                          .replaceAll("arn:aws:dynamodb:\\S+:table/\\w+", "ARN")
                          .replaceAll("created at [-\\d:.TZ]+", "created at TIME"))
                  .isEqualTo(message);
              assertThat(tables)
                  .allSatisfy(name -> assertThat(it.getMessage()).contains(":table/" + name + " "));
            });
  }
}
