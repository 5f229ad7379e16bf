package io.storestream.ingester.command;

import static io.storestream.fixtures.FakeSchemaRegistry.frame;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storestream.fixtures.FakeSchemaRegistry;
import io.storestream.formats.record.registry.RegistryAccess;
import io.storestream.ingester.IngesterSettings;
import io.storestream.kafka.Topics;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Events behind the IDs of schemas, while their registry is away and after. */
class SchemaRegistryTest extends IngestSuite {

  private static final String NAME = "registered";

  @Test
  void shouldHoldEventsBackWhileTheRegistryIsAwayAndLoseNone() throws Exception {
    try (FakeSchemaRegistry registry = FakeSchemaRegistry.start()) {
      registry.fail(503, "");
      try (Ingester ingester = stack.start(settings(registry))) {
        IngesterHealth health = new IngesterHealth(ingester, Duration.ofMinutes(1));
        stack.send(NAME, "1", IngestInputs.upsert("1").getBytes(UTF_8));
        stack.send(NAME, "2", frame(7, IngestInputs.upsert("2").getBytes(UTF_8)));
        stack.send(NAME, "3", IngestInputs.upsert("3").getBytes(UTF_8));

        await()
            .atMost(IngestStack.TIMEOUT)
            .untilAsserted(
                () ->
                    assertThat(health.trouble())
                        .contains(
                            "the schema registry %s answers 503; events wait for the schema with ID 7"
                                .formatted(registry.url())));
        assertThat(health.isLive()).isTrue();

        registry.fail(401, "");
        await()
            .atMost(IngestStack.TIMEOUT)
            .untilAsserted(
                () ->
                    assertThat(health.trouble().orElseThrow())
                        .contains("answers 401", "--schema-registry-user"));
        assertThat(stack.keysIn(Topics.deadLetterTopicOf(NAME))).isEmpty();

        registry.add(7, "JSON", "{}");
        registry.recover();
        IngestStack.awaitCaughtUp(ingester);
        assertThat(health.trouble()).isEmpty();
        stack.awaitStores(NAME, "1", "2", "3");
        assertThat(ingester.figures().deadLetters()).isZero();
      }
    }
  }

  @Test
  void shouldSendEventsOfUnknownSchemasToTheDeadLetters() throws Exception {
    try (FakeSchemaRegistry registry = FakeSchemaRegistry.start();
        Ingester ingester = stack.start(settings(registry))) {
      stack.send(NAME, "1", frame(7, IngestInputs.upsert("1").getBytes(UTF_8)));
      stack.send(NAME, "2", IngestInputs.upsert("2").getBytes(UTF_8));

      IngestStack.awaitCaughtUp(ingester);

      stack.awaitStores(NAME, "2");
      assertThat(stack.keysIn(Topics.deadLetterTopicOf(NAME))).containsExactly("1");
    }
  }

  private IngesterSettings settings(FakeSchemaRegistry registry) {
    return IngesterSettings.builder()
        .applicationId(NAME)
        .topic(NAME)
        .partitions(IngestStack.PARTITIONS)
        .threads(1)
        .stateDir(stateDir)
        .table(NAME)
        .maxInFlight(4)
        .registry(RegistryAccess.open(registry.url()))
        .build();
  }
}
