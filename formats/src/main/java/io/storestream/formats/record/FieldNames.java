package io.storestream.formats.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.storestream.model.event.StoreJson;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** The names of the fields of a JSON object, without those of objects in it. */
final class FieldNames {

  private FieldNames() {}

  /** Returns the names up to the end, or to an error of syntax; none if it is no JSON object. */
  static Set<String> of(byte[] json) {
    Set<String> names = new HashSet<>();
    try (JsonParser parser = StoreJson.parser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return names;
      }
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        names.add(name);
        parser.nextToken();
        parser.skipChildren();
      }
    } catch (IOException e) {
      // The decoder that takes the record reports it.
      return names;
    }
    return names;
  }
}
