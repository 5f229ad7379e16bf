package io.storestream.benchmarks.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/**
 * An answer of the stand-in.
 *
 * @param status HTTP status
 * @param body JSON; not copied, never changed
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
record Answer(int status, byte[] body) {

  private static final JsonMapper JSON = new JsonMapper();

  static Answer of(byte[] body) {
    return new Answer(200, body);
  }

  /** Returns an answer that is an object of one field. */
  static Answer of(String field, JsonNode value) {
    return of(object().set(field, value).toString().getBytes(StandardCharsets.UTF_8));
  }

  static Answer error(String type, String message) {
    String body =
        object()
            .put("__type", "com.amazonaws.dynamodb.v20120810#" + type)
            .put("message", message)
            .toString();
    return new Answer(400, body.getBytes(StandardCharsets.UTF_8));
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }
}
