package io.storestream.queryapi.render;

import com.fasterxml.jackson.core.JsonGenerator;
import io.storestream.model.geo.GeoPoint;
import io.storestream.queryapi.http.problem.Json;
import io.storestream.queryapi.query.geo.CellCount;
import io.storestream.queryapi.query.geo.NearStore;
import java.io.IOException;
import java.util.List;

/** Renders stores near a point, and counts of cells. */
public final class GeoAnswers {

  private static final double METRES = 1_000;

  private GeoAnswers() {}

  /** Returns {@code {"stores":[{…,"distanceKm":…}]}}, distances rounded to metres. */
  public static byte[] near(List<NearStore> stores) {
    return Json.object(
        json -> {
          json.writeArrayFieldStart("stores");
          for (NearStore near : stores) {
            json.writeStartObject();
            StoreAnswers.writeStore(json, near.store());
            json.writeNumberField("distanceKm", Math.round(near.distanceKm() * METRES) / METRES);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /**
   * Returns {@code {"level":…,"cells":[{"cell":…,"count":…,"latitude":…,"longitude":…}]}} with the
   * centres of the cells.
   */
  public static byte[] cells(int level, List<CellCount> cells) {
    return Json.object(
        json -> {
          json.writeNumberField("level", level);
          json.writeArrayFieldStart("cells");
          for (CellCount cell : cells) {
            GeoPoint center = cell.cell().box().center();
            json.writeStartObject();
            writeCount(json, cell);
            json.writeNumberField("latitude", center.latitude());
            json.writeNumberField("longitude", center.longitude());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /**
   * Returns cells as a feature collection (RFC 7946), each a point in its centre. The level is a
   * foreign member.
   */
  public static byte[] features(int level, List<CellCount> cells) {
    return Json.object(
        json -> {
          json.writeStringField("type", "FeatureCollection");
          json.writeNumberField("level", level);
          json.writeArrayFieldStart("features");
          for (CellCount cell : cells) {
            GeoPoint center = cell.cell().box().center();
            json.writeStartObject();
            json.writeStringField("type", "Feature");
            json.writeStringField("id", cell.cell().geohash());
            json.writeObjectFieldStart("geometry");
            json.writeStringField("type", "Point");
            json.writeArrayFieldStart("coordinates");
            json.writeNumber(center.longitude());
            json.writeNumber(center.latitude());
            json.writeEndArray();
            json.writeEndObject();
            json.writeObjectFieldStart("properties");
            writeCount(json, cell);
            json.writeEndObject();
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static void writeCount(JsonGenerator json, CellCount cell) throws IOException {
    json.writeStringField("cell", cell.cell().geohash());
    json.writeNumberField("count", cell.count());
  }
}
