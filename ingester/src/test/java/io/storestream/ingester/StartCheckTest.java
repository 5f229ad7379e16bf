package io.storestream.ingester;

import static io.storestream.ingester.IngestStack.awaitCaughtUp;
import static io.storestream.ingester.IngestStack.settings;
import static io.storestream.ingester.IngestStack.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.storestream.cli.CommandFailedException;
import io.storestream.model.Topics;
import io.storestream.table.TableSetup;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource({"stores", "app-store-versions-changelog", "app-pending-writes-changelog"})
  void shouldRefuseATopicThatABrokerHasCreatedAnew(String topic) throws Exception {
    stack.ingest(settings(APP, stateDir), upsert("1"));
    int partitions = stack.admin().startOffsets(topic).size();

    stack.replaceTopic(topic, partitions, Map.of("cleanup.policy", "delete"));
    stack.produce(topic, 0, "something");

    assertRefused(
        "topic %s has cleanup.policy=delete, not compact, and would lose stores: alter it"
            .formatted(topic));
  }

  @ParameterizedTest
  @CsvSource({
    "stores, 6, 6, 6, 7",
    "app-by-store-number-repartition, 7, 6, 6, 6",
    "app-store-versions-changelog, 6, 6, 7, 6",
    "app-pending-writes-changelog, 6, 7, 6, 6",
  })
  void shouldRefuseATopicToWhichPartitionsWereAdded(
      String topic, int byStoreNumber, int pendingWrites, int storeVersions, int stores)
      throws Exception {
    stack.ingest(settings(APP, stateDir), upsert("1"));

    stack.growTopic(topic, 7);

    assertRefused(
        ("partitions were added to a topic of application app (app-by-store-number-repartition has %d,"
                + " app-pending-writes-changelog has %d, app-store-versions-changelog has %d, stores has"
                + " %d), so a store may be in two of them: %s, after deleting topic stores if it is that"
                + " one")
            .formatted(byStoreNumber, pendingWrites, storeVersions, stores, REPLAY));
  }

  @Test
  void shouldRefuseToBeginATableWithWhatHappensToChange() throws Exception {
    stack.ingest(settings(APP, stateDir), upsert("1"));

    stack.deleteTable(APP);

    assertRefused(
        "table app does not exist, but application app has processed events before, and would write"
            + " only the stores that change from now on: run `./stores rebuild --table app`, which"
            + " creates it, and start again");
    assertThat(TableSetup.ofStores(stack.reader(), APP).isPresent()).isFalse();
  }

  @Test
  void shouldReadANewTopicOfEventsFromItsStartAndSaySo() throws Exception {
    stack.ingest(settings(APP, stateDir), upsert("1"), upsert("2"));
    stack.deleteTopic(APP);
    // else the positions of the old topic would lead over the first events of the new one
    assertThat(stack.admin().committed(APP))
        .isNotEmpty()
        .allSatisfy((partition, position) -> assertThat(partition.topic()).isNotEqualTo(APP));

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
    stack.growTopic(APP, 7);
    stack.produce(APP, 6, upsert("2"));

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

  private void assertRefused(String message) {
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> stack.start(settings(APP, stateDir)).close())
        .withMessage(message);
  }
}
