package io.storestream.ingester;

import static io.storestream.ingester.IngestStack.awaitCaughtUp;
import static io.storestream.ingester.IngestStack.settings;
import static io.storestream.ingester.IngestStack.settingsOfAnyPartitions;
import static io.storestream.ingester.IngestStack.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.storestream.cli.CommandFailedException;
import io.storestream.model.Topics;
import io.storestream.table.TableSetup;
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
    "app-store-versions-changelog, 'what it knows of the stores would be lost, and late events could win'",
    "app-pending-writes-changelog, stores that wait for the table would be lost",
    "app-by-store-number-repartition, events that wait to be judged would be lost",
    "app-location-deltas-repartition, changes that wait to be counted would be lost",
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
    assertRefused(
        "topic %s is empty, but application app has processed events before; %s: restore it, or %s"
            .formatted(topic, consequence, REPLAY));
  }

  @Test
  void shouldTellOfATopicOfCountsThatWasEmptied() throws Exception {
    stack.ingest(settings(APP, stateDir), upsert("1"));
    String loss =
        "only counts that change from now on would be published to it: restore it, or " + REPLAY;
    int partitions = stack.admin().startOffsets(Topics.LOCATION_COUNTS).size();

    stack.deleteTopic(Topics.LOCATION_COUNTS);
    assertRefused(
        "topic location-counts does not exist, but application app has processed events before; "
            + loss);

    stack
        .admin()
        .createTopics(
            Map.of(Topics.LOCATION_COUNTS, partitions),
            Map.of(Topics.LOCATION_COUNTS, Map.of("cleanup.policy", "compact")));
    try (CapturedLog log = new CapturedLog(StartCheck.class)) {
      stack.start(settings(APP, stateDir)).close();
      assertThat(log.lines())
          .containsExactly(
              "WARN Topic location-counts is empty, but application app has counted stores before;"
                  + " unless all counts still wait to be written, "
                  + loss);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "stores",
    "location-counts",
    "app-store-versions-changelog",
    "app-pending-writes-changelog",
    "app-pending-counts-changelog",
  })
  void shouldRefuseATopicThatABrokerHasCreatedAnew(String topic) throws Exception {
    stack.ingest(settings(APP, stateDir), upsert("1"));
    int partitions = stack.admin().startOffsets(topic).size();

    stack.replaceTopic(topic, partitions, Map.of("cleanup.policy", "delete"));
    stack.produce(topic, 0, "something");

    assertRefusedWith(
        "topic %s has cleanup.policy=delete, not compact, and may have lost stores: if the application"
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
              "WARN Application app has processed events before, but has no position in topic app: it"
                  + " was created anew, or the brokers have forgotten the position. It is read from"
                  + " its start; what is known already is dropped");
    }
    assertThat(stack.storesIn(APP)).containsExactly("1", "2", "3", "4");
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

  @Test
  void shouldTellOfATableThatWasEmptied() throws Exception {
    stack.ingest(settings(APP, stateDir), upsert("1"));
    stack.deleteTable(APP);
    TableSetup.ofStores(stack.reader(), APP).ensure(settings(APP, stateDir).billing());

    try (CapturedLog log = new CapturedLog(StartCheck.class)) {
      stack.ingest(settings(APP, stateDir), upsert("2"));
      assertThat(log.lines())
          .containsExactly(
              "WARN Table app is empty, but application app has accepted changes before: unless all of"
                  + " them still wait to be written, run `./stores rebuild --table app`");
    }
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
}
