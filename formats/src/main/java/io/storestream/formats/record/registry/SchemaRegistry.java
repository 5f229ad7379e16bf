package io.storestream.formats.record.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.storestream.model.event.InvalidEventException;
import io.storestream.model.text.Texts;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * The schemas of a registry by their IDs. An ID never means another schema, so each is asked for
 * once and then kept. Does no I/O until it is asked. Thread-safe.
 */
public final class SchemaRegistry {

  /** How long an unknown ID is remembered: long enough to spare the registry many such records. */
  private static final Duration UNKNOWN_FOR = Duration.ofSeconds(30);

  private final RegistryClient client;
  private final InstantSource clock;
  private final Map<Integer, RegisteredSchema> schemas = new ConcurrentHashMap<>();
  private final Map<Integer, Instant> unknown = new ConcurrentHashMap<>();

  /** Creates a registry that is asked over HTTP. */
  public SchemaRegistry(RegistryAccess access) {
    this(access, InstantSource.system());
  }

  SchemaRegistry(RegistryAccess access, InstantSource clock) {
    this.client = new RegistryClient(access);
    this.clock = clock;
  }

  /**
   * Gets a schema that a record needs, so that it is there when the record is read again. Takes
   * some seconds if the registry is slow.
   *
   * @throws RegistryUnavailableException if the registry still can't be asked
   */
  public void fetch(int schemaId) {
    try {
      schema(schemaId);
    } catch (InvalidEventException e) {
      return; // the registry has answered
    }
  }

  /**
   * Returns a schema.
   *
   * @throws InvalidEventException if the registry has no such schema, or one that can't be used
   * @throws RegistryUnavailableException if the registry can't be asked
   */
  RegisteredSchema schema(int schemaId) throws InvalidEventException {
    RegisteredSchema known = schemas.get(schemaId);
    if (known != null) {
      return known;
    }
    Instant since = unknown.get(schemaId);
    if (since != null && clock.instant().isBefore(since.plus(UNKNOWN_FOR))) {
      throw unknown(schemaId);
    }
    Optional<JsonNode> answer = client.get(schemaId, "/schemas/ids/" + schemaId);
    if (answer.isEmpty()) {
      unknown.put(schemaId, clock.instant());
      throw unknown(schemaId);
    }
    RegisteredSchema schema = read(schemaId, answer.get());
    schemas.put(schemaId, schema);
    unknown.remove(schemaId);
    return schema;
  }

  private static InvalidEventException unknown(int schemaId) {
    return new InvalidEventException(
        "the schema registry has no schema with ID %d: was the event published with another registry?"
            .formatted(schemaId));
  }

  private RegisteredSchema read(int schemaId, JsonNode answer) throws InvalidEventException {
    String text = answer.path("schema").textValue();
    if (text == null) {
      throw client.unavailable(
          schemaId,
          "answers without a schema, and not as a schema registry: is the path of --schema-registry right?");
    }
    String type = answer.path("schemaType").asText("AVRO");
    return switch (type) {
      case "AVRO" -> new AvroPayload(parse(schemaId, answer, text));
      case "JSON" -> new JsonPayload();
      default ->
          throw new InvalidEventException(
              "the schema with ID %d is of type %s: publish in AVRO or JSON"
                  .formatted(schemaId, Texts.excerpt(type)));
    };
  }

  private Schema parse(int schemaId, JsonNode answer, String text) throws InvalidEventException {
    try {
      Schema.Parser parser = new Schema.Parser();
      parseReferences(schemaId, answer, parser, new HashSet<>());
      return parser.parse(text);
    } catch (AvroRuntimeException e) {
      throw new InvalidEventException(
          "the schema with ID %d is no Avro schema: %s".formatted(schemaId, e.getMessage()), e);
    }
  }

  /** Lets the parser know the named types of other subjects, those that they need first. */
  private void parseReferences(
      int schemaId, JsonNode answer, Schema.Parser parser, Set<String> parsed)
      throws InvalidEventException {
    for (JsonNode reference : answer.path("references")) {
      String subject = reference.path("subject").asText();
      String path =
          "/subjects/%s/versions/%d"
              .formatted(
                  URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20"),
                  reference.path("version").asInt());
      if (parsed.add(path)) {
        JsonNode referenced =
            client
                .get(schemaId, path)
                .orElseThrow(
                    () ->
                        new InvalidEventException(
                            "the schema with ID %d refers to the subject %s, which the registry does not have"
                                .formatted(schemaId, Texts.excerpt(subject))));
        parseReferences(schemaId, referenced, parser, parsed);
        parser.parse(referenced.path("schema").asText());
      }
    }
  }
}
