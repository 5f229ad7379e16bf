package io.storestream.model.event;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.storestream.model.Store;
import io.storestream.model.StoreField;
import java.io.IOException;

/**
 * A {@link Store} as JSON: {@code storeNumber}, then the fields that are there, in the order of
 * {@link StoreField}. One content has one encoding, so bytes can be compared and hashed.
 * Thread-safe.
 */
public final class StoreCodec {

  private StoreCodec() {}

  /** Returns the JSON of a store, in UTF-8. */
  public static byte[] encode(Store store) {
    return StoreJson.write(json -> writeFields(json, store));
  }

  /**
   * Returns the store of which {@link #encode} made these bytes.
   *
   * @throws IllegalArgumentException if they are something else
   */
  public static Store decode(byte[] bytes) {
    try (JsonParser json = StoreJson.parser(bytes)) {
      json.nextToken();
      return StoreJson.readFields(json, "").build();
    } catch (IOException | InvalidEventException e) {
      throw new IllegalArgumentException("not the JSON of a store: " + e.getMessage(), e);
    }
  }

  /** Writes {@code storeNumber} and the fields that are there into the object that is open. */
  public static void writeFields(JsonGenerator json, Store store) throws IOException {
    json.writeStringField(StoreJson.STORE_NUMBER, store.storeNumber());
    StoreJson.writeFields(json, store);
  }
}
