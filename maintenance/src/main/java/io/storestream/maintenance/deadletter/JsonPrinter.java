package io.storestream.maintenance.deadletter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.storestream.cli.SafeText;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Shows a dead letter as a JSON object on one line, with everything, for programs. Bytes that are
 * UTF-8 are a string; others are in base64, under a name that ends in {@code Base64}. What is not
 * known or not there is null.
 */
record JsonPrinter(PrintStream out) implements LetterPrinter {

  private static final JsonFactory FACTORY = new JsonFactory();

  @Override
  public void print(DeadLetterRecord letter, boolean redriven) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(line)) {
      json.writeStartObject();
      writePlace(json, letter.place());
      json.writeStringField("arrivedAt", letter.arrivedAt().toString());
      json.writeBooleanField("redriven", redriven);
      json.writeStringField("exception", letter.exception());
      json.writeStringField("reason", letter.reason());
      writeOriginal(json, letter);
      writeBytes(json, "key", letter.key());
      writeBytes(json, "value", letter.value());
      json.writeArrayFieldStart("headers");
      for (Header header : letter.headers()) {
        json.writeStartObject();
        json.writeStringField("name", header.key());
        writeBytes(json, "value", header.value());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    out.println(line);
  }

  private static void writePlace(JsonGenerator json, DeadLetterRecord.Place place)
      throws IOException {
    json.writeStringField("topic", place.topic());
    json.writeNumberField("partition", place.partition());
    json.writeNumberField("offset", place.offset());
  }

  private static void writeOriginal(JsonGenerator json, DeadLetterRecord letter)
      throws IOException {
    json.writeObjectFieldStart("original");
    DeadLetterRecord.Place original = letter.original();
    if (original == null) {
      json.writeNullField("topic");
      json.writeNullField("partition");
      json.writeNullField("offset");
    } else {
      writePlace(json, original);
    }
    Object timestamp = letter.originalTimestamp();
    json.writeStringField("timestamp", timestamp == null ? null : timestamp.toString());
    Long leftOut = letter.leftOutBytes();
    if (leftOut != null) {
      json.writeNumberField("leftOutBytes", leftOut);
    }
    json.writeEndObject();
  }

  private static void writeBytes(JsonGenerator json, String name, byte @Nullable [] bytes)
      throws IOException {
    String text = bytes == null ? null : SafeText.utf8(bytes);
    if (bytes == null || text != null) {
      json.writeStringField(name, text);
    } else {
      json.writeBinaryField(name + "Base64", bytes);
    }
  }
}
