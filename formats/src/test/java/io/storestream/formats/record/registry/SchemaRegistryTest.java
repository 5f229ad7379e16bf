package io.storestream.formats.record.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storestream.fixtures.FakeSchemaRegistry;
import io.storestream.fixtures.SettableClock;
import io.storestream.model.event.InvalidEventException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaRegistryTest {

  private final FakeSchemaRegistry server = FakeSchemaRegistry.start();
  private final SettableClock clock = new SettableClock(Instant.EPOCH);
  private final SchemaRegistry registry = registry(RegistryAccess.open(server.url()));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void shouldAskForASchemaOnce() throws InvalidEventException {
    server.add(7, "JSON", "{}");

    RegisteredSchema schema = registry.schema(7);
    server.fail(500, "");

    assertThat(registry.schema(7)).isSameAs(schema);
    registry.fetch(7);
    assertThat(server.requests()).containsExactly("/schemas/ids/7");
  }

  @Test
  void shouldRefuseAnUnknownSchemaAndAskAgainLater() throws InvalidEventException {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> registry.schema(7))
          .isInstanceOf(InvalidEventException.class)
          .hasMessage(
              "the schema registry has no schema with ID 7: was the event published with another registry?");
    }
    server.add(7, "JSON", "{}");
    clock.advance(Duration.ofSeconds(30));

    assertThat(registry.schema(7)).isInstanceOf(JsonPayload.class);
    assertThat(server.requests()).containsExactly("/schemas/ids/7", "/schemas/ids/7");
  }

  @Test
  void shouldRefuseOtherTypesOfSchemas() {
    server.add(7, "PROTOBUF", "syntax = \"proto3\";");

    assertThatThrownBy(() -> registry.schema(7))
        .isInstanceOf(InvalidEventException.class)
        .hasMessage("the schema with ID 7 is of type PROTOBUF: publish in AVRO or JSON");
  }

  @Test
  void shouldRefuseASchemaThatIsNone() {
    server.add(7, null, "{\"type\":\"unheard-of\"}");

    assertThatThrownBy(() -> registry.schema(7))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageStartingWith("the schema with ID 7 is no Avro schema: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          401 |                                           | answers 401 (who are you?): set --schema-registry-user and --schema-registry-password-file, or --schema-registry-token-file
          403 |                                           | answers 403 (not allowed): let this user read schemas and subjects
          404 | <html>                                    | answers 404, but not as a schema registry: is the path of --schema-registry right?
          404 | {"error_code":404,"message":"HTTP 404"}   | answers 404, but not as a schema registry: is the path of --schema-registry right?
          200 | <html>                                    | answers 200, but not as a schema registry: is the path of --schema-registry right?
          200 | {}                                        | answers without a schema, and not as a schema registry: is the path of --schema-registry right?
          429 |                                           | answers 429
          500 | {"error_code":50001}                      | answers 500
          """)
  void shouldHoldEventsBackIfTheRegistryGivesNoSchema(
      int status, @Nullable String body, String problem) {
    server.fail(status, body == null ? "" : body);

    assertThatThrownBy(() -> registry.schema(7))
        .isInstanceOfSatisfying(
            RegistryUnavailableException.class, e -> assertThat(e.schemaId()).isEqualTo(7))
        .hasMessage(
            "the schema registry %s %s; events wait for the schema with ID 7"
                .formatted(server.url(), problem));
  }

  @Test
  void shouldHoldEventsBackIfTheRegistryIsAway() {
    server.close();

    assertThatThrownBy(() -> registry.schema(7))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessage(
            "the schema registry %s does not answer (ConnectException); events wait for the schema with ID 7"
                .formatted(server.url()));
  }

  @Test
  void shouldSendCredentials() throws InvalidEventException {
    server.add(7, "JSON", "{}");

    registry(RegistryAccess.basic(server.url(), "user", "päss")).schema(7);
    registry(RegistryAccess.bearer(server.url(), "token")).schema(7);

    assertThat(server.requests())
        .containsExactly("/schemas/ids/7 Basic dXNlcjpww6Rzcw==", "/schemas/ids/7 Bearer token");
  }

  private SchemaRegistry registry(RegistryAccess access) {
    return new SchemaRegistry(access, clock);
  }
}
