package io.storestream.formats.record.debezium;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a record says of its source: the block {@code source}, or fields of an unwrapped record. */
sealed interface SourceFields {

  /** Returns a field of the block {@code source}; missing if it is unknown. */
  JsonNode get(String name);

  /** Returns a field that must not be mistaken for one outside of the block {@code source}. */
  JsonNode own(String name);

  /** Returns a field's text; empty if it is unknown. */
  default String text(String name) {
    return get(name).asText("");
  }

  /**
   * Returns the time of the change by the source's clock, at the finest precision that is there;
   * {@code null} if there is none.
   *
   * @throws IllegalArgumentException if it is no whole number
   */
  default @Nullable Instant time() {
    Instant nanos = time("ts_ns", 1_000_000_000);
    Instant micros = nanos == null ? time("ts_us", 1_000_000) : nanos;
    return micros == null ? time("ts_ms", 1_000) : micros;
  }

  private @Nullable Instant time(String name, long unitsPerSecond) {
    JsonNode value = own(name);
    return value.isMissingNode() || value.isNull() ? null : instant(name, value, unitsPerSecond);
  }

  /**
   * Returns a time since 1970.
   *
   * @throws IllegalArgumentException if it is no whole number
   */
  static Instant instant(String name, JsonNode value, long unitsPerSecond) {
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IllegalArgumentException("%s must be a whole number".formatted(name));
    }
    long number = value.longValue();
    long nanosPerUnit = 1_000_000_000 / unitsPerSecond;
    return Instant.ofEpochSecond(
        Math.floorDiv(number, unitsPerSecond),
        Math.floorMod(number, unitsPerSecond) * nanosPerUnit);
  }

  /** The block {@code source}. */
  record Block(JsonNode source) implements SourceFields {
    @Override
    public JsonNode get(String name) {
      return source.path(name);
    }

    @Override
    public JsonNode own(String name) {
      return get(name);
    }
  }

  /** The fields that {@code ExtractNewRecordState} adds, such as {@code __source_ts_ms}. */
  record Unwrapped(JsonNode row) implements SourceFields {

    /** The default of {@code add.fields.prefix}. */
    static final String PREFIX = "__";

    /** Of the fields that are taken out of the block {@code source}. */
    static final String SOURCE_PREFIX = PREFIX + "source_";

    @Override
    public JsonNode get(String name) {
      JsonNode value = own(name);
      return value.isMissingNode() ? row.path(PREFIX + name) : value;
    }

    @Override
    public JsonNode own(String name) {
      return row.path(SOURCE_PREFIX + name);
    }
  }
}
