package io.storestream.ingester.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.storestream.cli.CommandFailedException;
import io.storestream.ingester.identity.ApplicationIdentity;
import io.storestream.ingester.identity.IdentityTopic;
import io.storestream.ingester.identity.TableIdentity;
import io.storestream.ingester.identity.WrittenTables;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.localstack.EmbeddedKafka;
import io.storestream.localstack.SharedBackends;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Instances that start at the same moment. */
class IdentityUpdateTest {

  private static final WrittenTables OLD = tables("old");
  private static final WrittenTables NEW = tables("new");

  private final EmbeddedKafka kafka = SharedBackends.kafka();
  private final KafkaAdmin admin = KafkaAdmin.connect(KafkaOptions.of(kafka.bootstrapServers()));
  private final IngestTopics topics = new IngestTopics("app", "changes");
  private final IdentityTopic identity = new IdentityTopic(admin, "app");
  private final IdentityUpdate update = new IdentityUpdate(topics, admin, identity);

  @AfterEach
  void close() {
    admin.close();
  }

  @Test
  void shouldNotMoveBackToATableThatAnotherHasJustLeft() {
    topics.ensure(admin, OptionalInt.of(1));
    ApplicationIdentity checked = update.remember(Optional.empty(), OLD, true);
    update.remember(Optional.of(checked), NEW, true); // by an instance that has moved

    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> update.remember(Optional.of(checked), OLD, true))
        .withMessage(
            "another instance of application app has just moved to table arn:new (created at"
                + " 2026-01-01T00:00:00Z): start this one with it, too");
    assertThat(update.remember(Optional.of(checked), NEW, true).tables()).isEqualTo(NEW);
    assertThat(identity.read().map(ApplicationIdentity::tables)).hasValue(NEW);
  }

  @Test
  void shouldRememberWhetherCellsAreCounted() {
    topics.ensure(admin, OptionalInt.of(1));

    assertThat(update.remember(Optional.empty(), OLD, false).geo()).isFalse();
    assertThat(identity.read().map(ApplicationIdentity::geo)).hasValue(false);
  }

  @Test
  void shouldRememberNoTopicThatABrokerDoesNotKnow() {
    admin.createTopics(Map.of(topics.identityTopic(), 1), Map.of());

    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> update.remember(Optional.empty(), OLD, true))
        .withMessage(
            "a Kafka broker does not know topic changes yet, or it was just deleted: try again");
  }

  private static WrittenTables tables(String name) {
    return new WrittenTables(
        new TableIdentity("arn:" + name, "2026-01-01T00:00:00Z"),
        new TableIdentity("arn:" + name + "Counts", "2026-01-01T00:00:00Z"));
  }
}
