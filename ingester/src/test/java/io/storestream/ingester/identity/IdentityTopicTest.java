package io.storestream.ingester.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.fixtures.SettableClock;
import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.localstack.EmbeddedKafka;
import io.storestream.localstack.SharedBackends;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

/** What instances remember together, on a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdentityTopicTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final WrittenTables TABLES =
      new WrittenTables(
          new TableIdentity("arn:stores", "2026-01-01T00:00:00Z"),
          new TableIdentity("arn:counts", "2026-01-01T00:00:01Z"));
  private static final ApplicationIdentity IDENTITY =
      ApplicationIdentity.of(TABLES, Map.of("stores", new Uuid(1, 1)), false, true);
  private static final ClosedState STATE = ClosedState.of(Map.of("log", new Uuid(2, 2)), true, NOW);

  private final EmbeddedKafka kafka = SharedBackends.kafka();
  private final KafkaAdmin admin = KafkaAdmin.connect(KafkaOptions.of(kafka.bootstrapServers()));
  private String application = "";

  @BeforeEach
  void createTopic(TestInfo test) {
    application = test.getDisplayName().replaceAll("\\W", "");
    admin.createTopics(
        Map.of(InternalTopics.identityTopicOf(application), 1),
        Map.of(InternalTopics.identityTopicOf(application), Map.of("cleanup.policy", "compact")));
  }

  @AfterAll
  void close() {
    admin.close();
  }

  @Test
  void shouldReadWhatIsRemembered() {
    assertThat(topic().read()).isEmpty();

    topic().update(before -> IDENTITY);

    assertThat(topic().read()).contains(IDENTITY);
  }

  @Test
  void shouldReadNothingFromATopicThatDoesNotExist() {
    assertThat(new IdentityTopic(admin, "nobody").read()).isEmpty();
  }

  @Test
  void shouldLoseNoChangeOfInstancesThatChangeAtTheSameTime() {
    topic().update(before -> IDENTITY);
    List<CompletableFuture<ApplicationIdentity>> changes =
        IntStream.range(0, 4)
            .mapToObj(
                it ->
                    CompletableFuture.supplyAsync(
                        () ->
                            topic()
                                .update(
                                    before ->
                                        before
                                            .orElseThrow()
                                            .withNewTopics(
                                                Map.of("topic-" + it, new Uuid(3, it))))))
            .toList();
    changes.forEach(CompletableFuture::join);

    assertThat(topic().read().orElseThrow().topics())
        .containsOnlyKeys("stores", "topic-0", "topic-1", "topic-2", "topic-3");
  }

  @Test
  void shouldLetATicketBeUsedOnce() {
    String ticket = topic().issueTicket(STATE);
    String other = topic().issueTicket(STATE);

    List<CompletableFuture<Optional<ClosedState>>> uses =
        IntStream.range(0, 3)
            .mapToObj(it -> CompletableFuture.supplyAsync(() -> topic().takeTicket(ticket)))
            .toList();

    assertThat(uses.stream().map(CompletableFuture::join).flatMap(Optional::stream))
        .containsExactly(STATE);
    assertThat(topic().takeTicket("unknown")).isEmpty();
    assertThat(topic().takeTicket(other)).contains(STATE);
  }

  @Test
  void shouldForgetTicketsThatNobodyHasUsedForLong() {
    String ticket = topic().issueTicket(STATE);
    SettableClock later =
        new SettableClock(NOW.plus(ClosedState.RETENTION).plus(Duration.ofDays(1)));

    assertThat(new IdentityTopic(admin, application, later).takeTicket("another")).isEmpty();

    assertThat(topic().takeTicket(ticket)).isEmpty();
  }

  private IdentityTopic topic() {
    return new IdentityTopic(admin, application, new SettableClock(NOW));
  }
}
