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

/** How {@code dlq list} shows dead letters. */
enum DeadLetterFormat {
  /** A few lines each, for people. Safe on any terminal. */
  TEXT {
    @Override
    void print(DeadLetterRecord deadLetter, boolean redriven, PrintStream out) {
      out.printf(
          "%s %s %s%s%n",
          deadLetter.position(),
          deadLetter.arrivedAt(),
          SafeText.of(deadLetter.exception()),
          redriven ? " (redriven)" : "");
      out.println("  reason: " + SafeText.orUnknown(deadLetter.reason()));
      out.println(
          "  original: %s of %s"
              .formatted(
                  SafeText.orUnknown(deadLetter.original()),
                  SafeText.orUnknown(deadLetter.originalTimestamp())));
      out.println("  key: " + excerpt(deadLetter.key()));
      Long leftOut = deadLetter.leftOutBytes();
      out.println(
          "  value: "
              + (leftOut == null
                  ? excerpt(deadLetter.value())
                  : "left out, %,d bytes".formatted(leftOut)));
    }
  },

  /**
   * A JSON object on one line, with everything, for programs. Bytes that are UTF-8 are a string;
   * others are in base64, under a name that ends in {@code Base64}. Unknown or absent values are
   * null.
   */
  JSON {
    @Override
    void print(DeadLetterRecord deadLetter, boolean redriven, PrintStream out) {
      StringWriter line = new StringWriter();
      try (JsonGenerator json = FACTORY.createGenerator(line)) {
        json.writeStartObject();
        writePosition(json, deadLetter.position());
        json.writeStringField("arrivedAt", deadLetter.arrivedAt().toString());
        json.writeBooleanField("redriven", redriven);
        json.writeStringField("exception", deadLetter.exception());
        json.writeStringField("reason", deadLetter.reason());
        writeOriginal(json, deadLetter);
        writeBytes(json, "key", deadLetter.key());
        writeBytes(json, "value", deadLetter.value());
        json.writeArrayFieldStart("headers");
        for (Header header : deadLetter.headers()) {
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
  };

  private static final int MAX_CHARACTERS = 160;
  private static final JsonFactory FACTORY = new JsonFactory();

  /**
   * Shows a dead letter.
   *
   * @param redriven whether it was published again
   */
  abstract void print(DeadLetterRecord deadLetter, boolean redriven, PrintStream out);

  private static String excerpt(byte @Nullable [] bytes) {
    return bytes == null ? "none" : SafeText.excerptOf(bytes, MAX_CHARACTERS);
  }

  private static void writePosition(JsonGenerator json, DeadLetterRecord.Position position)
      throws IOException {
    json.writeStringField("topic", position.topic());
    json.writeNumberField("partition", position.partition());
    json.writeNumberField("offset", position.offset());
  }

  private static void writeOriginal(JsonGenerator json, DeadLetterRecord deadLetter)
      throws IOException {
    json.writeObjectFieldStart("original");
    DeadLetterRecord.Position original = deadLetter.original();
    if (original == null) {
      json.writeNullField("topic");
      json.writeNullField("partition");
      json.writeNullField("offset");
    } else {
      writePosition(json, original);
    }
    Object timestamp = deadLetter.originalTimestamp();
    json.writeStringField("timestamp", timestamp == null ? null : timestamp.toString());
    Long leftOut = deadLetter.leftOutBytes();
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
