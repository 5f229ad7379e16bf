package io.storestream.model.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.storestream.model.Store;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The one place that knows how a store's fields are read from and written to JSON. Thread-safe. */
public final class StoreJson {

  static final String STORE_NUMBER = "storeNumber";

  // Two values for one name have no right answer, so they are refused rather than the last one
  // kept.
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final Map<String, StoreField> FIELDS =
      Stream.of(StoreField.values())
          .collect(Collectors.toUnmodifiableMap(StoreField::jsonName, Function.identity()));

  private static final int TYPICAL_BYTES = 512;

  private StoreJson() {}

  /** Writes into an object that is open. */
  @FunctionalInterface
  public interface ObjectBody {
    void writeTo(JsonGenerator json) throws IOException;
  }

  public static byte[] write(ObjectBody body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_BYTES);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      body.writeTo(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  public static JsonParser parser(byte[] bytes) throws IOException {
    return FACTORY.createParser(bytes);
  }

  static void writeFields(JsonGenerator json, Store store) throws IOException {
    for (StoreField field : StoreField.values()) {
      String text = field.textOf(store);
      if (text != null) {
        json.writeFieldName(field.jsonName());
        if (field.isNumber()) {
          json.writeNumber(text);
        } else {
          json.writeString(text);
        }
      }
    }
  }

  /**
   * Reads the object at which the parser stands, up to its end; unknown names are passed over.
   *
   * @param path what leads to the fields, for messages, such as {@code "store."}. The store number
   *     is read if it is empty
   */
  public static StoreBuilder readFields(JsonParser json, String path)
      throws IOException, InvalidEventException {
    StoreBuilder builder = new StoreBuilder();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      if (!readField(json, path, name, builder)) {
        json.nextToken();
        json.skipChildren();
      }
    }
    return builder;
  }

  /** Reads the value that comes next into a builder, or returns false if the name is unknown. */
  static boolean readField(JsonParser json, String path, String name, StoreBuilder builder)
      throws IOException, InvalidEventException {
    StoreField field = FIELDS.get(name);
    if (field != null && field.isNumber()) {
      builder.set(field, readNumber(json));
    } else if (field != null) {
      builder.set(field, readText(json, path + name));
    } else if (name.equals(STORE_NUMBER) && path.isEmpty()) {
      builder.storeNumber(readText(json, name));
    } else {
      return false;
    }
    return true;
  }

  /** Returns whether a field of a store other than its number has this name. */
  static boolean isField(String name) {
    return FIELDS.containsKey(name);
  }

  /** Reads the value that comes next, which has to be a string or null. */
  public static @Nullable String readText(JsonParser json, String name)
      throws IOException, InvalidEventException {
    return switch (json.nextToken()) {
      case VALUE_STRING -> json.getText();
      case VALUE_NULL -> null;
      default -> throw wrongType(json, name, "a string");
    };
  }

  /** Reads the value that comes next as text; the builder checks whether it is a number. */
  private static @Nullable String readNumber(JsonParser json) throws IOException {
    JsonToken token = json.nextToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (token != null && token.isScalarValue()) {
      return json.getText();
    }
    String type = typeName(token);
    json.skipChildren();
    return type;
  }

  /** Returns the error of a value of another type than is expected, at which the parser stands. */
  public static InvalidEventException wrongType(JsonParser json, String name, String expected) {
    return new InvalidEventException(
        name + " must be " + expected + ", not " + typeName(json.currentToken()));
  }

  private static String typeName(@Nullable JsonToken token) {
    if (token == null) {
      return "nothing";
    }
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NULL -> "null";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      default -> token.name();
    };
  }
}
