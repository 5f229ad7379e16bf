package io.storestream.queryapi.render;

import com.fasterxml.jackson.core.JsonGenerator;
import io.storestream.model.Location;
import io.storestream.queryapi.http.problem.Json;
import io.storestream.queryapi.query.CountedLocation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Renders locations. */
public final class LocationAnswers {

  private LocationAnswers() {}

  /**
   * Returns {@code {"name":…,"count":…,"parents":[…],"children":[…],"stores":…}}. Of the world,
   * {@code name} is {@code null}, and so is {@code stores}: no request finds the stores of all
   * countries.
   */
  public static byte[] location(CountedLocation counted) {
    Location location = counted.location();
    return Json.object(
        json -> {
          json.writeStringField("name", name(location));
          json.writeNumberField("count", counted.count());
          json.writeArrayFieldStart("parents");
          writeParents(json, location);
          json.writeEndArray();
          json.writeArrayFieldStart("children");
          for (Map.Entry<String, Long> child : counted.children().entrySet()) {
            writeChild(json, location, child.getKey(), child.getValue());
          }
          json.writeEndArray();
          json.writeStringField("stores", location.isWorld() ? null : Links.toStores(location));
        });
  }

  private static void writeParents(JsonGenerator json, Location location) throws IOException {
    if (location.isWorld()) {
      return;
    }
    writeParent(json, Location.WORLD);
    List<Location> lineage = location.lineage();
    for (Location parent : lineage.subList(0, lineage.size() - 1)) {
      writeParent(json, parent);
    }
  }

  private static void writeParent(JsonGenerator json, Location parent) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name(parent));
    json.writeStringField("href", Links.to(parent));
    json.writeEndObject();
  }

  private static void writeChild(JsonGenerator json, Location parent, String name, long count)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeNumberField("count", count);
    String href = Links.toChild(parent, name);
    if (href != null) {
      json.writeStringField("href", href);
    }
    json.writeEndObject();
  }

  private static @Nullable String name(Location location) {
    return location.isWorld() ? null : location.name();
  }
}
