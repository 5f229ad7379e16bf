package io.storestream.formats.record.debezium;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.storestream.model.event.InvalidEventException;
import java.io.IOException;
import java.util.Set;

/**
 * A key or value as Kafka Connect's {@code JsonConverter} writes it, with or without the schema.
 *
 * @param payload the data
 * @param schema of the payload; missing if it was written without one
 */
record ConnectJson(JsonNode payload, JsonNode schema) {

  /** The fields of a value with its schema. */
  static final Set<String> WITH_SCHEMA = Set.of("schema", "payload");

  private static final JsonMapper JSON =
      JsonMapper.builder(new JsonFactory())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /**
   * Reads a key or value.
   *
   * @param what it is, for messages
   * @throws InvalidEventException if it is not JSON
   */
  static ConnectJson read(byte[] bytes, String what) throws InvalidEventException {
    try {
      JsonNode root = JSON.readTree(bytes);
      boolean withSchema = root.size() == 2 && root.has("schema") && root.has("payload");
      return withSchema
          ? new ConnectJson(root.path("payload"), root.path("schema"))
          : new ConnectJson(root, MissingNode.getInstance());
    } catch (JsonProcessingException e) {
      throw new InvalidEventException(what + " is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new InvalidEventException(what + " is not JSON: " + e.getMessage(), e);
    }
  }

  /** Reads JSON in a text; missing if it is none. */
  static JsonNode readText(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /** Returns a field of the payload. */
  ConnectJson field(String name) {
    return new ConnectJson(payload.path(name), schemaOf(name));
  }

  /** Returns the schema of a field of the payload; missing if it is unknown. */
  JsonNode schemaOf(String name) {
    for (JsonNode field : schema.path("fields")) {
      if (name.equals(field.path("field").textValue())) {
        return field;
      }
    }
    return MissingNode.getInstance();
  }
}
