package io.storestream.formats.record.debezium;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import io.storestream.model.event.InvalidEventException;
import io.storestream.model.event.StoreJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of the latest tables. Kafka Connect repeats the schema before each row, and it is
 * most of a record; parsing it again would take most of the time. Thread-safe.
 */
final class KnownSchemas {

  /** How many schemas are remembered: one a table, and one more while the table is altered. */
  private static final int MAX = 10;

  private volatile List<Known> latest = List.of();

  /**
   * A schema.
   *
   * @param prefix all bytes before the payload; never altered
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Known(byte[] prefix, JsonNode schema) {}

  /** Returns a value that begins with a known schema; {@code null} if it does not. */
  @Nullable ConnectJson read(byte[] value) {
    for (Known known : latest) {
      int length = known.prefix.length;
      if (value.length > length && Arrays.equals(value, 0, length, known.prefix, 0, length)) {
        return read(value, known);
      }
    }
    return null;
  }

  /** What is not just a payload and the end of the object is left to the parser of the whole. */
  private static @Nullable ConnectJson read(byte[] value, Known known) {
    int end = value.length - 1;
    while (end > known.prefix.length && value[end] != '}') {
      if (value[end] > ' ' || value[end] < 0) {
        return null;
      }
      end--;
    }
    byte[] payload = Arrays.copyOfRange(value, known.prefix.length, end);
    try {
      ConnectJson json = ConnectJson.read(payload, "the payload");
      return new ConnectJson(json.payload(), known.schema);
    } catch (InvalidEventException e) {
      return null;
    }
  }

  /** Remembers the schema of a value, if the schema comes first. */
  void add(byte[] value, ConnectJson json) {
    if (!json.schema().isObject()) {
      return;
    }
    int length = payloadOffset(value);
    if (length > 0) {
      List<Known> next = new ArrayList<>(MAX);
      next.add(new Known(Arrays.copyOf(value, length), json.schema()));
      next.addAll(latest.subList(0, Math.min(latest.size(), MAX - 1)));
      latest = List.copyOf(next);
    }
  }

  private static int payloadOffset(byte[] value) {
    try (JsonParser parser = StoreJson.parser(value)) {
      parser.nextToken();
      if (!"schema".equals(parser.nextFieldName())) {
        return 0;
      }
      parser.nextToken();
      parser.skipChildren();
      parser.nextFieldName();
      parser.nextToken();
      return Math.toIntExact(parser.currentTokenLocation().getByteOffset());
    } catch (IOException e) {
      return 0;
    }
  }
}
