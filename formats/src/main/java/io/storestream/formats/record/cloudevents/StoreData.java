package io.storestream.formats.record.cloudevents;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import io.storestream.formats.record.cloudevents.CloudEvent.Data;
import io.storestream.model.StoreBuilder;
import io.storestream.model.event.InvalidEventException;
import io.storestream.model.event.StoreJson;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the data of CloudEvents. */
final class StoreData {

  private static final String NAME = "data of the CloudEvent";

  private StoreData() {}

  /** Returns data that is JSON text. It is not read before it is needed. */
  static Data ofText(byte[] text) {
    return () -> {
      try (JsonParser json = StoreJson.parser(text)) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
          throw StoreJson.wrongType(json, NAME, "an object");
        }
        StoreBuilder store = StoreJson.readFields(json, "");
        if (json.nextToken() != null) {
          throw new InvalidEventException("something follows the " + NAME);
        }
        return store;
      } catch (JsonProcessingException e) {
        throw new InvalidEventException(NAME + " is not JSON: " + e.getOriginalMessage(), e);
      } catch (IOException e) {
        throw new InvalidEventException(NAME + " can't be read: " + e.getMessage(), e);
      }
    };
  }

  /**
   * Reads the value that comes next, to its end. That it is no store is told later, because a
   * deletion does not need one.
   *
   * @return {@code null} if the value is
   */
  static @Nullable Data readNext(JsonParser json) throws IOException {
    JsonStreamContext around = json.getParsingContext();
    try {
      if (json.nextToken() == JsonToken.VALUE_NULL) {
        return null;
      }
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw StoreJson.wrongType(json, NAME, "an object");
      }
      StoreBuilder store = StoreJson.readFields(json, "");
      return () -> store;
    } catch (InvalidEventException e) {
      json.skipChildren();
      while (json.getParsingContext() != around) {
        json.nextToken();
        json.skipChildren();
      }
      return () -> {
        throw e;
      };
    }
  }
}
