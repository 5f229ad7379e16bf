package io.storestream.formats.record.cloudevents;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.storestream.formats.record.cloudevents.CloudEvent.Data;
import io.storestream.model.event.InvalidEventException;
import io.storestream.model.event.StoreJson;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a CloudEvent that is a JSON object. */
final class StructuredMode {

  private static final String CONTENT_TYPE = "datacontenttype";
  private static final String DATA = "data";
  private static final String DATA_BASE64 = "data_base64";

  private static final Set<String> ATTRIBUTES =
      Set.of(
          CloudEvent.SPEC_VERSION,
          CloudEvent.ID,
          CloudEvent.SOURCE,
          CloudEvent.TYPE,
          CloudEvent.SUBJECT,
          CloudEvent.TIME,
          CONTENT_TYPE);

  private StructuredMode() {}

  /**
   * Returns the CloudEvent; attributes and data are not checked.
   *
   * @throws InvalidEventException if the value is not a JSON object with attributes that are texts
   */
  static CloudEvent read(byte[] value) throws InvalidEventException {
    try (JsonParser json = StoreJson.parser(value)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw StoreJson.wrongType(json, "the CloudEvent", "an object");
      }
      CloudEvent event = readObject(json);
      if (json.nextToken() != null) {
        throw new InvalidEventException("something follows the CloudEvent");
      }
      return event;
    } catch (JsonProcessingException e) {
      throw new InvalidEventException("the CloudEvent is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new InvalidEventException("the CloudEvent can't be read: " + e.getMessage(), e);
    }
  }

  private static CloudEvent readObject(JsonParser json) throws IOException, InvalidEventException {
    Map<String, @Nullable String> attributes = new HashMap<>();
    Data data = null;
    Data base64 = null;
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      if (ATTRIBUTES.contains(name)) {
        attributes.put(name, StoreJson.readText(json, name));
      } else if (name.equals(DATA)) {
        data = StoreData.readNext(json);
      } else if (name.equals(DATA_BASE64)) {
        base64 = readBase64(json);
      } else {
        json.nextToken();
        json.skipChildren();
      }
    }
    if (data != null && base64 != null) {
      throw new InvalidEventException("the CloudEvent has both data and data_base64");
    }
    String contentType = attributes.get(CONTENT_TYPE);
    return new CloudEvent(
        attributes.get(CloudEvent.SPEC_VERSION),
        attributes.get(CloudEvent.ID),
        attributes.get(CloudEvent.SOURCE),
        attributes.get(CloudEvent.TYPE),
        attributes.get(CloudEvent.SUBJECT),
        attributes.get(CloudEvent.TIME),
        contentType == null ? null : MediaType.of(contentType),
        data == null ? base64 : data);
  }

  private static @Nullable Data readBase64(JsonParser json)
      throws IOException, InvalidEventException {
    String text = StoreJson.readText(json, DATA_BASE64);
    if (text == null) {
      return null;
    }
    try {
      return StoreData.ofText(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw new InvalidEventException("data_base64 of the CloudEvent is not Base64", e);
    }
  }
}
