package io.storestream.ingester.guard;

import static io.storestream.ingester.command.IngestInputs.settings;
import static io.storestream.ingester.command.IngestInputs.settingsOfAnyPartitions;
import static io.storestream.ingester.command.IngestInputs.upsert;
import static io.storestream.ingester.command.IngestStack.awaitCaughtUp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.storestream.cli.CommandFailedException;
import io.storestream.dynamodb.schema.TableSetup;
import io.storestream.fixtures.CapturedLog;
import io.storestream.ingester.IngesterSettings;
import io.storestream.ingester.command.IngestStack;
import io.storestream.ingester.command.IngestSuite;
import io.storestream.ingester.command.Ingester;
import io.storestream.ingester.identity.IdentityTopic;
import io.storestream.kafka.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What is lost, or replaced, while no ingester runs: each kind of fact is gathered from a real
 * broker and DynamoDB Local by the next start. What follows from the facts, {@link
 * StartDecisionTest}, {@link TableCheckTest} and {@link IngestTopicsTest} show.
 */
class StartCheckTest extends IngestSuite {

  private static final String APP = "app";
  private static final String REPLAY =
      "replay all events with a new application, `./stores ingest --application-id NEW"
          + " --from-beginning`";

  @Test
  void shouldRefuseTopicsThatOthersHaveCreatedInAnotherShape() {
    createCompacted(Topics.STORES, 3);
    createCompacted(Topics.LOCATION_COUNTS, 2);
    assertRefused(
        settingsOfAnyPartitions(APP, stateDir),
        "partitions were added to a topic of application app (location-counts has 2, stores has 3),"
            + " so a store may be in two of them: "
            + REPLAY
            + "; if the topic is stores or location-counts, delete it first");

    stack.replaceTopic(Topics.STORES, 2, Map.of());
    assertRefused(
        settings(APP, stateDir),
        "topic stores has cleanup.policy=delete, not compact, and may have lost records: if the"
            + " application has never run, alter it; else only stores that change from now on would"
            + " be published to it: restore it, or "
            + REPLAY);
  }

  @Test
  @Tag("faults")
  void shouldRefuseToContinueWithoutTopicsThatNothingReplaces() throws Exception {
    stack.ingest(settings(APP, stateDir), upsert("1"));
    String versions = "app-store-states-changelog";
    String refusal =
        "topic app-store-states-changelog %s, but application app has processed events before;"
            + " the versions of the stores and the stores that wait for the table would be lost,"
            + " and late events could replace newer states: restore it,"
            + " or "
            + REPLAY;

    stack.deleteTopic(versions);
    assertRefused(settings(APP, stateDir), refusal.formatted("does not exist"));
    assertThat(stack.admin().topicId(versions)).isEmpty();

    createCompacted(versions, IngestStack.PARTITIONS);
    assertRefused(settings(APP, stateDir), refusal.formatted("was deleted and recreated"));

    stack.deleteTopic("app-identity");
    assertRefused(
        settings(APP, stateDir),
        "application app has processed events before, but topic app-identity does not name the"
            + " topics and tables of its state: the state has an earlier form that this release"
            + " can't use, or the topic was lost; restore the topic, or "
            + REPLAY);
    assertThat(stack.admin().topicId("app-identity")).isEmpty();
  }

  @Test
  void shouldReadANewTopicOfEventsFromItsStartAndWarn() throws Exception {
    IngesterSettings settings = settings(APP, stateDir);
    stack.ingest(settings, upsert("1"));
    stack.replaceTopic(APP, 2, Map.of());
    stack.deleteTopic("app-dlq");
    stack.produce(APP, 0, upsert("2"), upsert("3"));
    // As a restored cluster, or a late commit of an instance, may leave it.
    Map<TopicPartition, OffsetAndMetadata> ofTheOldTopic =
        Map.of(new TopicPartition(APP, 0), new OffsetAndMetadata(2));
    stack.admin().get(stack.admin().client().alterConsumerGroupOffsets(APP, ofTheOldTopic).all());

    stack.whileAMemberRuns(
        APP,
        () ->
            assertRefused(
                settings,
                "topic app was recreated, and another instance of application app is starting or"
                    + " running: try again"));
    stack.deleteTopic("app-dlq"); // which the refused start has created
    assertThat(warningsOfStartWith(settings, upsert("4")))
        .containsExactly(
            "WARN Topic app was deleted and recreated since application app read it: it is read"
                + " from its start. Unread events of the old topic are lost; publish them again",
            "WARN Topic app-dlq does not exist, though application app has processed events before:"
                + " it is recreated. Its dead letters are lost");
    assertThat(stack.admin().topicConfig("app-dlq", "message.timestamp.type"))
        .isEqualTo("LogAppendTime");
    stack.awaitStores(APP, "1", "2", "3", "4");

    stack.produce(APP, 0, upsert("5"), upsert("6"));
    stack.expireRecords(APP);
    stack.growTopic(APP, 3);
    stack.produce(APP, 2, upsert("7"));
    assertThat(warningsOfStartWith(settings))
        .containsExactly(
            "WARN 2 events of topic app were deleted before application app had read them: publish"
                + " them again, and give the topic a longer retention.ms");
    stack.awaitStores(APP, "1", "2", "3", "4", "7");
  }

  @Test
  @Tag("faults")
  void shouldRefuseOtherTablesUntilARebuildHasFilledThem() throws Exception {
    IngesterSettings settings = settings(APP, stateDir);
    IngesterSettings moved = settings(APP, APP, "moved", stateDir, false);
    stack.ingest(settings, upsert("1"));
    stack.rebuild(moved); // too early

    stack.deleteTable(APP);
    assertRefused(
        settings,
        "table app does not exist, but application app has processed events before, and would write"
            + " only what changes from now on: run `./stores rebuild --table app`, which creates"
            + " it, and start again");
    assertThat(TableSetup.ofStores(stack.reader(), APP).isPresent()).isFalse();
    TableSetup.ofStores(stack.reader(), APP).ensure(settings.billing());
    assertRefused(settings, lacks("app", "app"));
    stack.rebuild(settings);
    stack.ingest(settings, upsert("2"));
    stack.awaitStores(APP, "1", "2");

    assertThat(withoutDetails(refusalWithoutPatience("moved"))).isEqualTo(lacks("app", "moved"));
    stack.whileAMemberRuns(
        APP,
        () ->
            assertRefused(
                moved,
                "instances of application app are running that write to table app: stop them first,"
                    + " then start this one with table moved"));
    stack.rebuild(moved);
    stack.ingest(moved, upsert("3"));
    stack.awaitStores("moved", "1", "2", "3");
    assertThat(stack.storesIn(APP)).containsExactly("1", "2");
  }

  @Test
  @Tag("faults")
  void shouldTakeAnApplicationForNewThatHasDoneNothingOrWasReset() throws Exception {
    IngesterSettings settings = settings(APP, stateDir);
    try (Ingester ingester = stack.start(settings)) {
      awaitCaughtUp(ingester); // all topics exist by now, and are empty
    }
    stack.deleteTopic(Topics.STORES);
    stack.deleteTopic("app-store-states-changelog");
    stack.deleteTable(APP);

    assertThat(warningsOfStartWith(settings, upsert("1"))).isEmpty();
    assertThat(stack.admin().topicConfig(Topics.STORES, "cleanup.policy")).isEqualTo("compact");
    assertThat(stack.storesIn(APP)).containsExactly("1");

    reset();
    // Not dropped as a duplicate, which it would be by the state of before.
    assertThat(warningsOfStartWith(settings, upsert("1"), upsert("2")))
        .containsExactly(
            "WARN Topic app no longer has all events, and application app is new: it may accept"
                + " late events that were dropped before. `./stores"
                + " rebuild --table app` takes the stores from topic stores instead");
    stack.awaitStores(APP, "1", "2");
  }

  /** As {@code kafka-streams-application-reset.sh} does, once retention has deleted the events. */
  private void reset() {
    stack.expireRecords(APP);
    Map<TopicPartition, OffsetAndMetadata> first = new HashMap<>();
    stack
        .admin()
        .startOffsets(APP)
        .forEach((partition, start) -> first.put(partition, new OffsetAndMetadata(start)));
    new IngestTopics(APP, APP).internal().forEach(stack::deleteTopic);
    stack.admin().get(stack.admin().client().deleteConsumerGroups(List.of(APP)).all());
    stack.admin().get(stack.admin().client().alterConsumerGroupOffsets(APP, first).all());
  }

  private void createCompacted(String topic, int partitions) {
    stack
        .admin()
        .createTopics(
            Map.of(topic, partitions), Map.of(topic, Map.of("cleanup.policy", "compact")));
  }

  /** Runs the application until events are in its table, and returns what the start has logged. */
  private List<String> warningsOfStartWith(IngesterSettings settings, String... events)
      throws Exception {
    try (CapturedLog log = new CapturedLog(StartCheck.class);
        CapturedLog watch = new CapturedLog(TopicWatch.class)) {
      stack.ingest(settings, events);
      assertThat(watch.lines()).isEmpty(); // once is enough
      return List.copyOf(log.lines());
    }
  }

  /** Returns why a table is refused by a start that does not wait for a rebuild. */
  private @Nullable String refusalWithoutPatience(String table) {
    IdentityTopic identity = new IdentityTopic(stack.admin(), APP);
    try (IngestTables tables = new IngestTables(stack.endpoint(), table, true)) {
      return assertThatExceptionOfType(CommandFailedException.class)
          .isThrownBy(
              () ->
                  new TableCheck(stack.admin(), APP, table, identity, Duration.ZERO)
                      .require(identity.read().orElseThrow(), tables.present()))
          .actual()
          .getMessage();
    }
  }

  private static String lacks(String before, String now) {
    return "application app has written to table %s, and table %s may lack what is in that: run `./stores rebuild --table %s`, and start again when it is complete"
        .formatted(before, now, now);
  }

  private void assertRefused(IngesterSettings settings, String message) {
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> stack.start(settings).close())
        .satisfies(it -> assertThat(withoutDetails(it.getMessage())).isEqualTo(message));
  }

  /** Returns a message without accounts, regions and times of creation of tables. */
  private static String withoutDetails(@Nullable String message) {
    return String.valueOf(message)
        .replaceAll("arn:aws:dynamodb:[^ ]+:table/(\\w+) \\(created at [-\\d:.TZ]+\\)", "$1");
  }
}
