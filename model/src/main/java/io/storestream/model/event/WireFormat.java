package io.storestream.model.event;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names what bytes seem to be that are not what an event or a key should be. */
public final class WireFormat {

  /**
   * As Connect, Avro, Java, Lombok, Python, forms and XML write what is more than a text. Takes
   * linear time, and a stack that does not grow with the text.
   */
  private static final Pattern PRINTED_OBJECT =
      Pattern.compile(
          "[\\w.$]*+[{(\\[][^=\"']*+[=\"'].*[})\\]]"
              + "|Struct\\{.*}"
              + "|(?i:store[ _-]?number) *+[=:].*"
              + "|[\\w$]++(?:\\.[\\w$]++)++@\\p{XDigit}++"
              + "|b?'.*'|b\".*\""
              + "|<.*>",
          Pattern.DOTALL);

  private static final Pattern JSON_OBJECT = Pattern.compile("\\{\\s*\".*", Pattern.DOTALL);

  private static final int MAGIC_BYTES = 1 + Integer.BYTES;

  private WireFormat() {}

  /** Returns whether a text is how some program prints an object, and not its content. */
  static boolean isPrintedObject(String text) {
    return PRINTED_OBJECT.matcher(text).matches();
  }

  /**
   * Returns what begins with the magic byte 0 and the ID of a schema, as the serializers of schema
   * registries write it; {@code null} if nothing does.
   */
  static @Nullable String framed(byte[] bytes) {
    if (bytes.length <= MAGIC_BYTES || bytes[0] != 0) {
      return null;
    }
    int schemaId = ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
    if (schemaId < 0) {
      return null;
    }
    String format = bytes[MAGIC_BYTES] == '{' ? "JSON" : "Avro or Protobuf";
    return "%s behind a magic byte and the schema ID %d".formatted(format, schemaId);
  }

  /** Returns what bytes seem to be that are not JSON; {@code null} if there is nothing to say. */
  public static @Nullable String ofNoJson(byte[] bytes) {
    String framed = framed(bytes);
    if (framed != null) {
      return framed;
    }
    if (startsWith(bytes, 0xAC, 0xED)) {
      return "a serialized Java object";
    }
    if (startsWith(bytes, 0x1F, 0x8B)) {
      return "compressed with gzip";
    }
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().strip();
      if (text.chars().anyMatch(c -> c == 0)) {
        return "binary";
      }
      return isPrintedObject(text) && !JSON_OBJECT.matcher(text).matches()
          ? "the printed form of an object, not its content"
          : null;
    } catch (CharacterCodingException e) {
      return "binary or damaged text";
    }
  }

  private static boolean startsWith(byte[] bytes, int first, int second) {
    return bytes.length > 1 && bytes[0] == (byte) first && bytes[1] == (byte) second;
  }
}
