package io.storestream.model.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.storestream.model.StoreNumber;
import io.storestream.model.text.Texts;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The store that the key of a record without a value names. Thread-safe.
 *
 * <p>Any serializer may have written the key, and one that is misread deletes a store that nobody
 * named. So a key is one of these, or refused with what it seems to be:
 *
 * <pre>
 * 2651-53179                                            the store number as plain text
 * "2651-53179"                                          a JSON string of it
 * {"storeNumber":"2651-53179"}                          a JSON object with it
 * {"schema":…,"payload":"2651-53179"}                   either of these in Kafka Connect's envelope
 * </pre>
 *
 * <p>The key of a store number is the store number: what this returns, it returns again when it is
 * given as a key.
 */
final class TombstoneKey {

  /**
   * The longest key that is read, in bytes: room for a store number of {@link
   * StoreNumber#MAX_BYTES}, each byte of it escaped, and for the schema of a Connect envelope.
   */
  private static final int MAX_BYTES = 64 * 1024;

  /** A struct in the schema of a Connect envelope takes two levels. */
  private static final int MAX_JSON_DEPTH = 100;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_JSON_DEPTH).build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** As JSON, Python, Go and JavaScript write it. */
  private static final Pattern NO_VALUE =
      Pattern.compile("null|none|nil|undefined", Pattern.CASE_INSENSITIVE);

  private static final Pattern SEPARATORS = Pattern.compile("[ _-]+");
  private static final int MAX_HEX_BYTES = 24;
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final char REPLACEMENT = '\uFFFD';

  private TombstoneKey() {}

  /**
   * Returns the store number that a key names.
   *
   * @throws InvalidEventException if it names none; the message says what it seems to be
   */
  static String storeNumber(byte[] key) throws InvalidEventException {
    requireAtMost(MAX_BYTES, "a key that can be read", key.length);
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
    } catch (CharacterCodingException e) {
      throw unusable(binary(key));
    }
    String unmarked =
        !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    if (isJson(Texts.strip(unmarked))) {
      return plain(ofJson(unmarked));
    }
    // Before anything is trimmed: a line break may be the length of a text in Avro.
    if (hasControl(text)) {
      throw unusable(binary(key));
    }
    return plain(unmarked);
  }

  private static boolean isJson(String stripped) {
    return !stripped.isEmpty() && "{[\"".indexOf(stripped.charAt(0)) >= 0;
  }

  private static String ofJson(String text) throws InvalidEventException {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (StreamConstraintsException e) {
      throw unusable(
          "is JSON that is nested too deeply or has too long a number: " + excerpt(text));
    } catch (JsonProcessingException e) {
      throw unusable("begins like JSON and is none: " + excerpt(text));
    }
    return isEnvelope(root)
        ? ofTextOrObject(root.path("payload"), root.path("schema"), "a Connect envelope of ")
        : ofTextOrObject(root, MissingNode.getInstance(), "");
  }

  /** As {@code JsonConverter} does: both fields, and no others. */
  private static boolean isEnvelope(JsonNode root) {
    return root.size() == 2 && root.has("schema") && root.has("payload");
  }

  private static String ofTextOrObject(JsonNode node, JsonNode schema, String path)
      throws InvalidEventException {
    if (node.isTextual()) {
      requireString(schema, path);
      return node.textValue();
    }
    if (!node.isObject()) {
      throw unusable("is " + path + typeName(node));
    }
    List<String> names =
        node.properties().stream()
            .map(field -> field.getKey())
            .filter(TombstoneKey::isStoreNumber)
            .toList();
    // Another spelling is taken only where there is nothing else that could be meant.
    boolean named =
        names.size() == 1 && (names.get(0).equals(StoreJson.STORE_NUMBER) || node.size() == 1);
    if (!named) {
      String problem =
          names.isEmpty() ? "without a field storeNumber" : "in which storeNumber is ambiguous";
      throw unusable("is %san object %s: %s".formatted(path, problem, excerpt(node)));
    }
    JsonNode number = node.path(names.get(0));
    if (!number.isTextual()) {
      throw unusable(
          "is %san object whose %s is %s, not a string"
              .formatted(path, names.get(0), typeName(number)));
    }
    for (JsonNode field : schema.path("fields")) {
      if (names.get(0).equals(field.path("field").textValue())) {
        requireString(field, path + "an object whose storeNumber is ");
      }
    }
    return number.textValue();
  }

  /** Connect writes other types as texts too: bytes in Base64. */
  private static void requireString(JsonNode schema, String path) throws InvalidEventException {
    JsonNode type = schema.path("type");
    if (!type.isMissingNode() && !type.asText().equals("string")) {
      throw unusable("is %s%s, not a string".formatted(path, type.asText()));
    }
  }

  private static boolean isStoreNumber(String name) {
    return SEPARATORS
        .matcher(name)
        .replaceAll("")
        .toLowerCase(Locale.ROOT)
        .equals(StoreJson.STORE_NUMBER.toLowerCase(Locale.ROOT));
  }

  /** The rules for what is more than a store number hold for the number, as it is a key too. */
  private static String plain(String text) throws InvalidEventException {
    if (hasControl(text)) {
      throw unusable("holds a text with control characters");
    }
    requireAtMost(StoreNumber.MAX_BYTES, "a store number", Texts.utf8Length(Texts.strip(text)));
    String number;
    try {
      number = StoreNumber.require(text);
    } catch (IllegalArgumentException e) {
      throw Texts.isBlank(text)
          ? unusable("is empty")
          : new InvalidEventException(String.valueOf(e.getMessage()), e);
    }
    if (number.indexOf(REPLACEMENT) >= 0) {
      throw unusable("has lost bytes that were no UTF-8 (U+FFFD): " + excerpt(number));
    }
    if (isJson(number)) {
      throw unusable("is JSON within JSON: " + excerpt(number));
    }
    if (NO_VALUE.matcher(number).matches()) {
      throw unusable("stands for no value: " + number);
    }
    if (WireFormat.isPrintedObject(number)) {
      throw unusable("is the printed form of an object, not its content: " + excerpt(number));
    }
    return number;
  }

  private static void requireAtMost(int maxBytes, String what, int bytes)
      throws InvalidEventException {
    if (bytes > maxBytes) {
      throw unusable("takes %,d bytes, and %s at most %,d".formatted(bytes, what, maxBytes));
    }
  }

  private static boolean hasControl(String text) {
    return text.chars().anyMatch(c -> Character.getType(c) == Character.CONTROL);
  }

  private static String binary(byte[] key) {
    String kind =
        switch (key.length) {
          case Integer.BYTES -> ", maybe the int " + ByteBuffer.wrap(key).getInt();
          case Long.BYTES -> ", maybe the long " + ByteBuffer.wrap(key).getLong();
          default -> {
            String framed = WireFormat.framed(key);
            yield framed == null ? "" : ", maybe " + framed;
          }
        };
    String hex = HexFormat.of().formatHex(Arrays.copyOf(key, Math.min(key.length, MAX_HEX_BYTES)));
    return "is binary or damaged text%s (%s%s)"
        .formatted(kind, hex, key.length > MAX_HEX_BYTES ? "…" : "");
  }

  private static String excerpt(Object text) {
    return Texts.excerpt(Texts.strip(text.toString()));
  }

  private static String typeName(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> "an array";
      case OBJECT -> "an object";
      case NUMBER -> "a number";
      case BOOLEAN -> "a boolean";
      case NULL -> "null";
      default -> "nothing";
    };
  }

  private static InvalidEventException unusable(String what) {
    return new InvalidEventException(
        "the record has no value and its key names no store: it "
            + what
            + "; publish the store number as plain text, or a DELETE event");
  }
}
