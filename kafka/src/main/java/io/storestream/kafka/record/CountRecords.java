package io.storestream.kafka.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.storestream.kafka.Topics;
import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import io.storestream.model.Version;
import io.storestream.model.event.InvalidEventException;
import io.storestream.model.event.StoreJson;
import io.storestream.model.geo.Cell;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The codec of the records of {@link Topics#LOCATION_COUNTS}. The key is the {@link Location#path};
 * the value is JSON of the count, and of the normalized names down to a place, or of a cell's
 * geohash: {@code {"country":"US","state":"NE","count":58}}, {@code {"cell":"9z7","count":12}}.
 * Thread-safe.
 */
public final class CountRecords {

  private static final List<String> LEVELS = List.of("country", "state", "city");
  private static final String CELL = "cell";
  private static final String COUNT = "count";

  private CountRecords() {}

  /**
   * Returns the record of a count.
   *
   * @param partition {@code null} lets the producer choose it by the key
   * @param changedAt {@code null} takes the time of sending
   */
  public static ProducerRecord<byte[], byte[]> encode(
      LocationCount count, @Nullable Integer partition, @Nullable Instant changedAt) {
    return new ProducerRecord<>(
        Topics.LOCATION_COUNTS,
        partition,
        changedAt == null ? null : changedAt.toEpochMilli(),
        count.location().path().getBytes(UTF_8),
        encodeValue(count),
        VersionHeader.of(count.version()));
  }

  /**
   * Returns the count in a record.
   *
   * @throws InvalidRecordException if no ingester wrote this record
   */
  public static LocationCount decode(ConsumerRecord<byte[], byte[]> record)
      throws InvalidRecordException {
    if (record.key() == null || record.value() == null) {
      throw new InvalidRecordException(record, "it has no key, or no value", null);
    }
    try {
      LocationCount count = decodeValue(record.value(), VersionHeader.read(record));
      if (!Arrays.equals(count.location().path().getBytes(UTF_8), record.key())) {
        throw new InvalidRecordException(record, "its key is not that of its location", null);
      }
      return count;
    } catch (IllegalArgumentException e) {
      throw new InvalidRecordException(record, String.valueOf(e.getMessage()), e);
    }
  }

  static byte[] encodeValue(LocationCount count) {
    return StoreJson.write(
        json -> {
          List<String> names = count.location().names();
          if (count.location().hierarchy() == Location.Hierarchy.CELLS) {
            json.writeStringField(CELL, String.join("", names));
            json.writeNumberField(COUNT, count.count());
            return;
          }
          for (int level = 0; level < names.size(); level++) {
            json.writeStringField(LEVELS.get(level), names.get(level));
          }
          json.writeNumberField(COUNT, count.count());
        });
  }

  /**
   * @throws IllegalArgumentException if the bytes are no count
   */
  static LocationCount decodeValue(byte[] value, Version version) {
    @Nullable String[] names = new @Nullable String[LEVELS.size()];
    String geohash = null;
    Long count = null;
    try (JsonParser json = StoreJson.parser(value)) {
      json.nextToken();
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        int level = LEVELS.indexOf(name);
        if (level >= 0) {
          names[level] = StoreJson.readText(json, name);
        } else if (name.equals(CELL)) {
          geohash = StoreJson.readText(json, name);
        } else if (json.nextToken() == JsonToken.VALUE_NUMBER_INT && name.equals(COUNT)) {
          count = json.getLongValue();
        } else {
          json.skipChildren();
        }
      }
    } catch (IOException | InvalidEventException e) {
      throw new IllegalArgumentException("not the JSON of a count: " + e.getMessage(), e);
    }
    if (count == null) {
      throw new IllegalArgumentException("not the JSON of a count: it has none");
    }
    return new LocationCount(location(names, geohash), count, version);
  }

  private static Location location(@Nullable String[] names, @Nullable String geohash) {
    List<String> given = Arrays.stream(names).takeWhile(Objects::nonNull).toList();
    if (geohash != null) {
      if (!given.isEmpty()) {
        throw new IllegalArgumentException("not the JSON of a count: it has a place and a cell");
      }
      return new Cell(geohash).location();
    }
    if (given.size() != Arrays.stream(names).filter(Objects::nonNull).count()) {
      throw new IllegalArgumentException("not the JSON of a count: a level is missing");
    }
    return new Location(given);
  }
}
