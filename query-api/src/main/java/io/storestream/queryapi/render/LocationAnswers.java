package io.storestream.queryapi.render;

import com.fasterxml.jackson.core.JsonGenerator;
import io.storestream.model.Location;
import io.storestream.queryapi.http.problem.Json;
import io.storestream.queryapi.query.Place;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How places look in answers. */
public final class LocationAnswers {

  private LocationAnswers() {}

  /**
   * Returns {@code {"name":…,"count":…,"parents":[…],"children":[…],"stores":…}}; the world has
   * {@code null} for a name, and for where its stores are, as no request finds those of all
   * countries.
   */
  public static byte[] place(Place place) {
    Location location = place.location();
    return Json.object(
        json -> {
          json.writeStringField("name", name(location));
          json.writeNumberField("count", place.count());
          json.writeArrayFieldStart("parents");
          writeParents(json, location);
          json.writeEndArray();
          json.writeArrayFieldStart("children");
          for (Place.Child child : place.children()) {
            writeChild(json, child);
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

  private static void writeChild(JsonGenerator json, Place.Child child) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", child.name());
    json.writeNumberField("count", child.count());
    if (child.href() != null) {
      json.writeStringField("href", child.href());
    }
    json.writeEndObject();
  }

  private static @Nullable String name(Location location) {
    return location.isWorld() ? null : location.name();
  }
}
