package io.storestream.formats.record;

import java.time.Instant;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A record of a topic, or a line of a file, as decoders see it: bytes and headers. The bytes are
 * not copied. Not thread-safe.
 */
public final class SourceRecord {

  private final byte @Nullable [] key;
  private final byte @Nullable [] value;
  private final Function<String, byte @Nullable []> headers;
  private final Instant timestamp;
  private final boolean isBehindSchema;
  private @Nullable Set<String> names;

  /**
   * @param headers gives the last value of a header by its name; {@code null} if there is none
   * @param timestamp stands in for a time that the value lacks
   */
  public SourceRecord(
      byte @Nullable [] key,
      byte @Nullable [] value,
      Function<String, byte @Nullable []> headers,
      Instant timestamp) {
    this(key, value, headers, timestamp, false);
  }

  private SourceRecord(
      byte @Nullable [] key,
      byte @Nullable [] value,
      Function<String, byte @Nullable []> headers,
      Instant timestamp,
      boolean isBehindSchema) {
    this.key = key;
    this.value = value;
    this.headers = headers;
    this.timestamp = timestamp;
    this.isBehindSchema = isBehindSchema;
  }

  /** Returns a record that has a value and nothing else, such as a line of a file. */
  public static SourceRecord ofValue(byte[] value, Instant timestamp) {
    return new SourceRecord(null, value, name -> null, timestamp);
  }

  /** Returns a record with the JSON of a key and value that are behind the IDs of schemas. */
  public SourceRecord behindSchema(byte @Nullable [] jsonKey, byte @Nullable [] jsonValue) {
    return new SourceRecord(jsonKey, jsonValue, headers, timestamp, true);
  }

  /** Returns whether key or value were behind the ID of a schema, and are JSON here. */
  public boolean isBehindSchema() {
    return isBehindSchema;
  }

  public byte @Nullable [] key() {
    return key;
  }

  public byte @Nullable [] value() {
    return value;
  }

  /** Returns the last value of a header, or {@code null} if there is none. */
  public byte @Nullable [] header(String name) {
    return headers.apply(name);
  }

  public Instant timestamp() {
    return timestamp;
  }

  /**
   * Returns the names of the value's fields, if it is a JSON object; no names if it is anything
   * else. Only the names before an error of syntax are there. Read once, and kept.
   */
  public Set<String> names() {
    Set<String> known = names;
    if (known == null) {
      known = value == null ? Set.of() : FieldNames.of(value);
      names = known;
    }
    return known;
  }
}
