package io.storestream.testing.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The topics and messages of the AsyncAPI document. It is stricter than the document: objects have
 * no fields that it does not name, although readers must expect some.
 */
final class PublishedTopics {

  private static final Path REFERENCE = Path.of("..", "docs", "reference");
  private static final String BASE = "https://storestream.example/";
  private static final String DOCUMENT = "asyncapi.yaml";
  private static final String EVENT = "store-change.schema.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode document = read(new YAMLMapper(), DOCUMENT);
  private final JsonNode event = read(JSON, EVENT);
  private final SchemaRegistry schemas =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder.schemas(
                  Map.of(
                      BASE + DOCUMENT, closed(document).toString(),
                      BASE + EVENT, closed(event).toString())));

  JsonNode document() {
    return document;
  }

  /** Returns the schema of our own event. */
  JsonNode event() {
    return event;
  }

  /** Returns the channel of each topic that has its default name. */
  Map<String, String> channels() {
    Map<String, String> channels = new TreeMap<>();
    document
        .path("channels")
        .properties()
        .forEach(channel -> channels.put(address(channel.getValue()), channel.getKey()));
    return channels;
  }

  private String address(JsonNode channel) {
    String address = channel.path("address").asText();
    for (Map.Entry<String, JsonNode> parameter : channel.path("parameters").properties()) {
      String value = resolve(parameter.getValue()).path("default").asText();
      address = address.replace("{" + parameter.getKey() + "}", value);
    }
    return address;
  }

  /** Returns the node that a reference to this document names. */
  JsonNode resolve(JsonNode node) {
    return document.at(node.path("$ref").asText().substring(1));
  }

  /** Returns the messages of a channel that a record can be. */
  Set<String> messagesOf(String channel, ConsumerRecord<byte[], byte[]> record) {
    Set<String> messages = new TreeSet<>();
    for (JsonNode reference : document.path("channels").path(channel).path("messages")) {
      String pointer = reference.path("$ref").asText().substring(1);
      JsonNode message = document.at(pointer);
      if (isValid(pointer, message, "headers", headers(record))
          && isValid(pointer, message, "bindings/kafka/key", text(record.key()))
          && isValid(pointer, message, "payload", payload(message, record.value()))) {
        messages.add(pointer.substring(pointer.lastIndexOf('/') + 1));
      }
    }
    return messages;
  }

  /** Returns whether a value is our own event. */
  boolean isEvent(JsonNode value) {
    return schemas.getSchema(SchemaLocation.of(BASE + EVENT)).validate(value).isEmpty();
  }

  private boolean isValid(String pointer, JsonNode message, String part, @Nullable JsonNode value) {
    return message.at("/" + part).isMissingNode()
        || (value != null
            && schemas
                .getSchema(SchemaLocation.of(BASE + DOCUMENT + "#" + pointer + "/" + part))
                .validate(value)
                .isEmpty());
  }

  private static JsonNode headers(ConsumerRecord<byte[], byte[]> record) {
    ObjectNode headers = JSON.createObjectNode();
    for (Header header : record.headers()) {
      headers.set(header.key(), text(header.value()));
    }
    return headers;
  }

  /** Returns the value as its content type has it; {@code null} if it is none of that. */
  private static @Nullable JsonNode payload(JsonNode message, byte @Nullable [] value) {
    if (value == null || message.path("contentType").asText().equals("text/plain")) {
      return text(value);
    }
    try {
      return JSON.readTree(value);
    } catch (IOException e) {
      return null;
    }
  }

  private static JsonNode text(byte @Nullable [] bytes) {
    return bytes == null ? NullNode.instance : TextNode.valueOf(new String(bytes, UTF_8));
  }

  private static JsonNode closed(JsonNode document) {
    JsonNode closed = document.deepCopy();
    close(closed);
    return closed;
  }

  /** Closes all objects but those of headers: a record has those of upstream, too. */
  private static void close(JsonNode node) {
    if (node instanceof ObjectNode object && object.has("type") && object.has("properties")) {
      object.put("additionalProperties", false);
    }
    node.properties().stream()
        .filter(field -> !field.getKey().equals("headers"))
        .forEach(field -> close(field.getValue()));
  }

  private static JsonNode read(ObjectMapper mapper, String file) {
    try {
      return mapper.readTree(REFERENCE.resolve(file).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
