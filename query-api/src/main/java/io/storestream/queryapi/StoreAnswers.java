package io.storestream.queryapi;

import com.fasterxml.jackson.core.JsonGenerator;
import io.storestream.model.LocationLookup;
import io.storestream.model.Store;
import io.storestream.model.StoreCodec;
import io.storestream.model.VersionedStore;
import java.io.IOException;

/** How stores look in answers. */
final class StoreAnswers {

  private StoreAnswers() {}

  /** Returns {@code {"storeNumber":…,…,"updatedAt":…}}. */
  static byte[] store(VersionedStore store) {
    return Json.object(json -> writeStore(json, store));
  }

  /** Returns {@code {"stores":[…],"nextCursor":…}}, the cursor {@code null} on the last page. */
  static byte[] page(LocationLookup lookup, StorePage page) {
    return Json.object(
        json -> {
          json.writeArrayFieldStart("stores");
          for (VersionedStore store : page.stores()) {
            json.writeStartObject();
            writeStore(json, store);
            json.writeEndObject();
          }
          json.writeEndArray();
          IndexPosition last = page.last();
          json.writeStringField("nextCursor", last == null ? null : Cursor.encode(lookup, last));
        });
  }

  /** Returns {@code {"count":…}}. */
  static byte[] count(long count) {
    return Json.object(json -> json.writeNumberField("count", count));
  }

  private static void writeStore(JsonGenerator json, VersionedStore state) throws IOException {
    Store store = state.store();
    if (store == null) {
      throw new IllegalArgumentException(state.storeNumber() + " is deleted");
    }
    StoreCodec.writeFields(json, store);
    if (state.version().value() != 0) {
      json.writeStringField("updatedAt", state.version().updatedAt().toString());
    }
  }
}
