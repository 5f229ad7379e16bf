package io.storestream.kafka.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import io.storestream.model.Version;
import io.storestream.model.event.InvalidEventException;
import io.storestream.model.event.StoreJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of a count, {@code {"country":"US","state":"NE","count":58}}: names in key form, without
 * those below the place. Thread-safe.
 */
public final class LocationCountCodec {

  private static final String[] LEVELS = {"country", "state", "city"};
  private static final String COUNT = "count";

  private LocationCountCodec() {}

  /** Returns the JSON of a count, in UTF-8; its version is not in it. */
  public static byte[] encode(LocationCount count) {
    return StoreJson.write(
        json -> {
          List<String> names = count.location().names();
          for (int level = 0; level < names.size(); level++) {
            json.writeStringField(LEVELS[level], names.get(level));
          }
          json.writeNumberField(COUNT, count.count());
        });
  }

  /**
   * Returns the count of which {@link #encode} made these bytes.
   *
   * @throws IllegalArgumentException if they are something else
   */
  public static LocationCount decode(byte[] bytes, Version version) {
    @Nullable String[] names = new @Nullable String[LEVELS.length];
    Long count = null;
    try (JsonParser json = StoreJson.parser(bytes)) {
      json.nextToken();
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        int level = Arrays.asList(LEVELS).indexOf(name);
        if (level >= 0) {
          names[level] = StoreJson.readText(json, name);
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
    return new LocationCount(location(names), count, version);
  }

  private static Location location(@Nullable String[] names) {
    List<String> given = new ArrayList<>();
    for (String name : names) {
      if (name == null) {
        break;
      }
      given.add(name);
    }
    if (given.size() != Arrays.stream(names).filter(Objects::nonNull).count()) {
      throw new IllegalArgumentException("not the JSON of a count: a level is missing");
    }
    return new Location(given);
  }
}
