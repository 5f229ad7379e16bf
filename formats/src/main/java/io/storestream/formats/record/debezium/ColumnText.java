package io.storestream.formats.record.debezium;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Set;

/**
 * The text of a column's value, by its schema if there is one: what a person would write.
 * Thread-safe.
 */
final class ColumnText {

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** A plain number of more digits is no value of a store; its text could take all memory. */
  private static final int MAX_SCALE = 1000;

  /** How MongoDB's extended JSON wraps numbers and identifiers. */
  private static final Set<String> WRAPPERS =
      Set.of("$numberInt", "$numberLong", "$numberDouble", "$numberDecimal", "$oid");

  private ColumnText() {}

  /**
   * Returns a text; empty for a missing value.
   *
   * @param schema missing if it is unknown
   * @throws IllegalArgumentException if the value is no text, number or time; the message speaks of
   *     the value
   */
  static String of(JsonNode value, JsonNode schema) {
    if (value.isNull() || value.isMissingNode()) {
      return "";
    }
    String type = schema.path("type").asText("");
    String name = schema.path("name").asText("");
    if (value.isTextual()) {
      return type.equals("bytes") ? ofBytes(value, schema, name) : value.textValue();
    }
    if (value.isIntegralNumber()) {
      return ofInteger(value, name);
    }
    if (value.isNumber()) {
      return plain(value.decimalValue());
    }
    if (value.isBoolean()) {
      return value.asText();
    }
    return ofStruct(value);
  }

  private static String ofBytes(JsonNode value, JsonNode schema, String name) {
    if (!name.endsWith(".Decimal")) {
      throw new IllegalArgumentException("holds bytes, and no text");
    }
    return plain(decimal(value, schema.path("parameters").path("scale").asInt()));
  }

  private static String ofStruct(JsonNode value) {
    if (value.size() == 2 && value.path("scale").isInt() && value.path("value").isTextual()) {
      return plain(decimal(value.path("value"), value.path("scale").intValue()));
    }
    if (value.isObject() && value.size() == 1) {
      String name = value.fieldNames().next();
      if (WRAPPERS.contains(name) && value.path(name).isTextual()) {
        return value.path(name).textValue();
      }
    }
    throw new IllegalArgumentException(
        "holds an %s, and no text".formatted(value.isArray() ? "array" : "object"));
  }

  private static BigDecimal decimal(JsonNode unscaled, int scale) {
    try {
      byte[] bytes = Base64.getDecoder().decode(unscaled.textValue());
      return new BigDecimal(new BigInteger(bytes), scale);
    } catch (IllegalArgumentException e) { // a NumberFormatException too
      throw new IllegalArgumentException("holds a decimal that can't be read", e);
    }
  }

  private static String plain(BigDecimal number) {
    return Math.abs((long) number.scale()) > MAX_SCALE ? number.toString() : number.toPlainString();
  }

  /** Debezium's types are named as Connect's are, behind another package. */
  private static String ofInteger(JsonNode value, String name) {
    if (!value.canConvertToLong()) {
      return value.asText();
    }
    long number = value.longValue();
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "Date" -> LocalDate.ofEpochDay(number).toString();
      case "Time" -> timeOfDay(number, 1_000_000);
      case "MicroTime" -> timeOfDay(number, 1_000);
      case "NanoTime" -> timeOfDay(number, 1);
      case "Timestamp" -> timestamp(number, 1_000);
      case "MicroTimestamp" -> timestamp(number, 1_000_000);
      case "NanoTimestamp" -> timestamp(number, NANOS_PER_SECOND);
      default -> Long.toString(number);
    };
  }

  private static String timeOfDay(long number, long nanosPerUnit) {
    LocalTime time = LocalTime.ofNanoOfDay(Math.multiplyExact(number, nanosPerUnit));
    return DateTimeFormatter.ISO_LOCAL_TIME.format(time);
  }

  private static String timestamp(long number, long unitsPerSecond) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(number, unitsPerSecond),
            (int) (Math.floorMod(number, unitsPerSecond) * (NANOS_PER_SECOND / unitsPerSecond)),
            ZoneOffset.UTC);
    return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
  }
}
