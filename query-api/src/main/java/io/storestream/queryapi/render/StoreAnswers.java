package io.storestream.queryapi.render;

import com.fasterxml.jackson.core.JsonGenerator;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.model.Store;
import io.storestream.model.StoreField;
import io.storestream.model.VersionedStore;
import io.storestream.model.event.StoreCodec;
import io.storestream.queryapi.http.problem.Json;
import io.storestream.queryapi.query.StorePage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Renders stores. */
public final class StoreAnswers {

  private StoreAnswers() {}

  /** Returns {@code {"storeNumber":…,…,"updatedAt":…}}. */
  public static byte[] store(VersionedStore store) {
    return Json.object(json -> writeStore(json, store));
  }

  /**
   * Returns {@code {"stores":[…],"nextCursor":…}}.
   *
   * @param nextCursor {@code null} on the last page
   */
  public static byte[] page(StorePage page, @Nullable String nextCursor) {
    return Json.object(
        json -> {
          json.writeArrayFieldStart("stores");
          for (VersionedStore store : page.stores()) {
            json.writeStartObject();
            writeStore(json, store);
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeStringField("nextCursor", nextCursor);
        });
  }

  /**
   * Returns a page as a feature collection (RFC 7946). A store with both coordinates is a point;
   * any other has no geometry. The cursor is a foreign member.
   *
   * @param nextCursor {@code null} on the last page
   */
  public static byte[] features(StorePage page, @Nullable String nextCursor) {
    return Json.object(
        json -> {
          json.writeStringField("type", "FeatureCollection");
          json.writeArrayFieldStart("features");
          for (VersionedStore store : page.stores()) {
            json.writeStartObject();
            writeFeature(json, store);
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeStringField("nextCursor", nextCursor);
        });
  }

  /** Returns a store as a feature of {@link #features}. */
  static byte[] feature(VersionedStore store) {
    return Json.object(json -> writeFeature(json, store));
  }

  /** Returns {@code {"count":…}}. */
  public static byte[] count(long count) {
    return Json.object(json -> json.writeNumberField("count", count));
  }

  private static void writeFeature(JsonGenerator json, VersionedStore state) throws IOException {
    json.writeStringField("type", "Feature");
    json.writeStringField("id", state.storeNumber());
    Store store = existing(state);
    if (store.longitude() == null || store.latitude() == null) {
      json.writeNullField("geometry");
    } else {
      json.writeObjectFieldStart("geometry");
      json.writeStringField("type", "Point");
      json.writeArrayFieldStart("coordinates");
      json.writeNumber(StoreField.LONGITUDE.textOf(store));
      json.writeNumber(StoreField.LATITUDE.textOf(store));
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeObjectFieldStart("properties");
    writeStore(json, state);
    json.writeEndObject();
  }

  private static Store existing(VersionedStore state) {
    Store store = state.store();
    if (store == null) {
      throw new IllegalArgumentException(state.storeNumber() + " is deleted");
    }
    return store;
  }

  /** Writes the fields of a store. */
  static void writeStore(JsonGenerator json, VersionedStore state) throws IOException {
    Store store = existing(state);
    StoreCodec.writeFields(json, store);
    if (!state.version().equals(StoreItems.UNVERSIONED)) {
      json.writeStringField("updatedAt", state.version().updatedAt().toString());
    }
  }
}
