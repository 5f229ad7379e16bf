package io.storestream.ingester.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.storestream.ingester.IngesterSettings;
import io.storestream.ingester.command.IngestInputs;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which start is refused, and which is warned of: a row is facts, and what follows from them. */
class StartDecisionTest {

  private static final IngestTopics TOPICS = new IngestTopics("app", "changes");
  private static final String REPLAY =
      "replay all events with a new application, `./stores ingest --application-id NEW"
          + " --from-beginning`";
  private static final String AGAIN =
      "start a new application, `./stores ingest --application-id NEW`, and publish complete files"
          + " again, because the topic no longer has all events";
  private static final String UNKNOWN =
      "application app has processed events before, but topic app-identity does not name the"
          + " topics and tables of its state: the state has an earlier form that this release"
          + " can't use, or the topic was lost; restore the topic, or ";

  @ParameterizedTest
  @CsvSource({
    "stores, only stores that change from now on would be published to it",
    "location-counts, only counts that change from now on would be published to it",
    "app-store-states-changelog, 'the versions of the stores and the stores that wait for the"
        + " table would be lost, and late events could replace newer states'",
    "app-by-store-number-repartition, events that wait to be resolved would be lost",
    "app-location-deltas-repartition, changes that wait to be counted would be lost",
    "app-applied-changes-changelog,"
        + " 'the list of counted changes would be lost, and changes could be counted twice or not"
        + " at all'",
    "app-location-counts-changelog, all counts would start at zero",
  })
  void shouldRefuseToContinueWithoutAnIrreplaceableTopic(String topic, String consequence) {
    assertThat(TOPICS.irreplaceable()).contains(topic).hasSize(7);
    assertThat(refusal(used().without(topic)))
        .isEqualTo(
            "topic %s does not exist, but application app has processed events before; %s: restore it, or %s"
                .formatted(topic, consequence, REPLAY));
    assertThat(refusal(used().recreated(topic)))
        .isEqualTo(
            "topic %s was deleted and recreated, but application app has processed events before; %s: restore it, or %s"
                .formatted(topic, consequence, REPLAY));
  }

  @ParameterizedTest
  @MethodSource
  void shouldRefuse(FactsBuilder facts, String refusal) {
    assertThat(refusal(facts)).isEqualTo(refusal);
  }

  static Stream<Arguments> shouldRefuse() {
    return Stream.of(
        argumentSet(
            "the table is gone",
            used().withoutTables("table"),
            "table table does not exist, but application app has processed events before, and would"
                + " write only what changes from now on: run `./stores rebuild --table table`,"
                + " which creates it, and start again"),
        argumentSet(
            "the table of counts is gone",
            used().withoutTables("tableCounts"),
            "table tableCounts does not exist, but application app has processed events before, and"
                + " would write only what changes from now on: run `./stores rebuild --table"
                + " table`, which creates it, and start again"),
        argumentSet(
            "a topic counts before a table, which a rebuild could not fill",
            used().without("stores").withoutTables("table", "tableCounts"),
            "topic stores does not exist, but application app has processed events before; only"
                + " stores that change from now on would be published to it: restore it, or "
                + REPLAY),
        argumentSet(
            "it has counted no cells so far",
            used().withoutGeo(),
            "application app has run with --geo false, and its counts depend on it: start it with"
                + " --geo false, or replay all events with a new --application-id"),
        argumentSet("the identity is gone", used().withoutIdentity(), UNKNOWN + REPLAY),
        argumentSet(
            "the identity is gone, and retention has deleted events",
            used().withoutIdentity().startingAt(1),
            UNKNOWN + AGAIN),
        argumentSet(
            "the identity is gone, and events were compacted",
            used().withoutIdentity().compacted(),
            UNKNOWN + AGAIN),
        argumentSet(
            "the identity is gone, and so are the events",
            used().withoutIdentity().without("changes"),
            UNKNOWN + AGAIN),
        argumentSet(
            "only records tell that it is not new, as the brokers have forgotten its positions",
            used().withoutPositions().without("stores"),
            "topic stores does not exist, but application app has processed events before; only"
                + " stores that change from now on would be published to it: restore it, or "
                + REPLAY),
        argumentSet(
            "only a position tells that it is not new",
            used().withoutRecords().withoutTables("table"),
            "table table does not exist, but application app has processed events before, and would"
                + " write only what changes from now on: run `./stores rebuild --table table`,"
                + " which creates it, and start again"));
  }

  @ParameterizedTest
  @MethodSource
  void shouldAccept(FactsBuilder facts, List<String> warnings) {
    StartDecision decision = decide(facts, settings(false));

    assertThat(decision.refusal()).isEmpty();
    assertThat(decision.warnings()).isEqualTo(warnings);
  }

  static Stream<Arguments> shouldAccept() {
    String dlqRecreated =
        "Topic changes-dlq was deleted and recreated since application app wrote to it: its dead"
            + " letters are lost";
    String positionForgotten =
        "Application app has processed events before, but the brokers have forgotten its position"
            + " in topic changes. It reads the topic from its start, and drops the events that it"
            + " knows";
    String beginningGone =
        "Topic changes no longer has all events, and application app is new: it may accept late"
            + " events that were dropped before. `./stores rebuild"
            + " --table table` takes the stores from topic stores instead";
    return Stream.of(
        argumentSet("nothing is lost", used(), List.of()),
        argumentSet("partitions were added to the events", used().grown("changes"), List.of()),
        argumentSet(
            "the events are gone",
            used().without("changes"),
            List.of(
                "Topic changes does not exist, though application app has processed events before:"
                    + " it is recreated. Its unread events are lost; publish them again")),
        argumentSet(
            "the topic of events is another one",
            used().recreated("changes"),
            List.of(
                "Topic changes was deleted and recreated since application app read it: it is read"
                    + " from its start. Unread events of the old topic are lost; publish them"
                    + " again")),
        argumentSet(
            "it has read another topic so far",
            used().neverReadEvents(),
            List.of(
                "Application app has not read topic changes before, but another topic: check"
                    + " --topic. It reads topic changes from its start")),
        argumentSet(
            "its positions are forgotten", used().withoutPositions(), List.of(positionForgotten)),
        argumentSet(
            "its positions in the events alone are forgotten",
            used().withoutPositions().positionIn("app-by-store-number-repartition", 2),
            List.of(positionForgotten)),
        argumentSet(
            "events were deleted before they were read",
            used().startingAt(1_234_567),
            List.of(
                "1,234,565 events of topic changes were deleted before application app had read"
                    + " them: publish them again, and give the topic a longer retention.ms")),
        argumentSet("events were deleted after they were read", used().startingAt(2), List.of()),
        argumentSet(
            "the dead letters are gone",
            used().without("changes-dlq"),
            List.of(
                "Topic changes-dlq does not exist, though application app has processed events"
                    + " before: it is recreated. Its dead letters are lost")),
        argumentSet(
            "the topic of dead letters is another one",
            used().recreated("changes-dlq"),
            List.of(dlqRecreated)),
        argumentSet(
            "positions are forgotten, and dead letters are gone",
            used().withoutPositions().recreated("changes-dlq"),
            List.of(positionForgotten, dlqRecreated)),
        argumentSet("it is new, and there is nothing", unused().withoutAll(), List.of()),
        argumentSet("it is new, and all topics are there", unused(), List.of()),
        argumentSet(
            "nothing was processed before the loss",
            unused().without("stores").withoutTables("table").withoutIdentity(),
            List.of()),
        argumentSet(
            "it was reset to the first offset that is left",
            unused().startingAt(2).positionIn("changes", 2).recreated("stores"),
            List.of(beginningGone)),
        argumentSet(
            "it is new, and retention has deleted events",
            unused().startingAt(1),
            List.of(beginningGone)),
        argumentSet(
            "it is new, and events are compacted", unused().compacted(), List.of(beginningGone)));
  }

  @ParameterizedTest
  @MethodSource
  void shouldRefuseToReplay(FactsBuilder facts, String refusal) {
    assertThat(decide(facts, settings(true)).refusal()).hasValue(refusal);
  }

  static Stream<Arguments> shouldRefuseToReplay() {
    String incomplete =
        "topic changes no longer has all events, so a late event might replace a newer state: run"
            + " `./stores rebuild --table table` instead, which takes the stores from topic"
            + " stores";
    return Stream.of(
        argumentSet(
            "the application is not new",
            used(),
            "application app has processed events before, and continues where it stopped: choose a"
                + " new --application-id to replay, or omit --from-beginning to continue"),
        argumentSet(
            "there are no events",
            unused().without("changes"),
            "topic changes does not exist, so there is nothing to replay: check --topic"),
        argumentSet("retention has deleted events", unused().startingAt(1), incomplete),
        argumentSet("events are compacted", unused().compacted(), incomplete));
  }

  @ParameterizedTest
  @MethodSource
  void shouldReplay(FactsBuilder facts) {
    StartDecision decision = decide(facts, settings(true));

    assertThat(decision.refusal()).isEmpty();
    assertThat(decision.warnings()).isEmpty();
  }

  static Stream<Arguments> shouldReplay() {
    return Stream.of(
        argumentSet("all tables exist", unused()),
        argumentSet("the table is gone", unused().withoutTables("table")));
  }

  private static String refusal(FactsBuilder facts) {
    return decide(facts, settings(false)).refusal().orElse("accepted");
  }

  private static StartDecision decide(FactsBuilder facts, IngesterSettings settings) {
    return new StartDecision(settings, TOPICS, facts.build());
  }

  private static IngesterSettings settings(boolean fromBeginning) {
    return IngestInputs.settings("app", "changes", "table", Path.of("state"), fromBeginning);
  }

  /** Returns what is known about an application that has read its events and has lost nothing. */
  private static FactsBuilder used() {
    return new FactsBuilder(TOPICS).positionIn("changes", 2).written();
  }

  /** Returns what is known about an application that has everything, and has done nothing yet. */
  private static FactsBuilder unused() {
    return new FactsBuilder(TOPICS);
  }
}
