package io.storestream.ingester.command;

import static io.storestream.ingester.command.IngestInputs.settings;
import static io.storestream.ingester.command.IngestInputs.upsert;
import static io.storestream.ingester.command.IngestStack.awaitCaughtUp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.storestream.cli.CommandFailedException;
import io.storestream.ingester.IngesterSettings;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** {@code ingest --from-beginning}. */
@Tag("faults")
class ReplayTest extends IngestSuite {

  private static final String CHANGES = "changes";
  private static final String TABLE = "replayed";
  private static final String INCOMPLETE =
      "topic changes no longer has all events, so a late event might replace a newer state: run"
          + " `./stores rebuild --table replayed` instead, which takes the stores from topic"
          + " stores";

  @Test
  void shouldReplayAllEventsByANewApplication() throws Exception {
    stack.ingest(
        conditional("old", false), upsert("1", 2017), upsert("1", 2018), upsert("2"), upsert("2"));
    Map<String, AttributeValue> before = stack.item(TABLE, "1");
    assertRefused(
        conditional("old", true),
        "application old has processed events before, and continues where it stopped: choose a new"
            + " --application-id to replay, or omit --from-beginning to continue");

    // into the table that is there: nothing moves back in time
    try (Ingester ingester = stack.start(conditional("new", true))) {
      awaitCaughtUp(ingester);
    }
    assertThat(stack.item(TABLE, "1")).isEqualTo(before);

    stack.deleteTable(TABLE);
    try (Ingester ingester = stack.start(conditional("newer", true))) {
      awaitCaughtUp(ingester);
      assertThat(ingester.figures().duplicatesDropped()).isEqualTo(1);
    }
    assertThat(stack.storesIn(TABLE)).containsExactly("1", "2");
    assertThat(stack.item(TABLE, "1")).isEqualTo(before);
  }

  @Test
  void shouldReplayIntoANewTable() throws Exception {
    stack.admin().createTopics(Map.of(CHANGES, 2), Map.of());
    stack.produce(CHANGES, 0, upsert("1"), upsert("2"), upsert("2"));

    try (Ingester ingester = stack.start(conditional("new", true))) {
      awaitCaughtUp(ingester);
      assertThat(ingester.figures().storesWritten()).isEqualTo(2);
      assertThat(ingester.figures().duplicatesDropped()).isEqualTo(1);
    }
    assertThat(stack.storesIn(TABLE)).containsExactly("1", "2");
  }

  @Test
  void shouldNotReplayWhatIsLeft() throws Exception {
    stack.admin().createTopics(Map.of(CHANGES, 1), Map.of());
    stack.produce(CHANGES, 0, upsert("1"));
    stack.expireRecords(CHANGES);
    assertRefused(conditional("new", true), INCOMPLETE);

    stack.replaceTopic(CHANGES, 1, Map.of("cleanup.policy", "compact"));
    assertRefused(conditional("new", true), INCOMPLETE);

    stack.deleteTopic(CHANGES);
    assertRefused(
        conditional("new", true),
        "topic changes does not exist, so there is nothing to replay: check --topic");
    assertThat(stack.admin().topicId(CHANGES)).isEmpty();
  }

  private IngesterSettings conditional(String applicationId, boolean fromBeginning) {
    return settings(applicationId, CHANGES, TABLE, stateDir, fromBeginning);
  }

  private void assertRefused(IngesterSettings settings, String message) {
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> stack.start(settings).close())
        .withMessage(message);
  }
}
