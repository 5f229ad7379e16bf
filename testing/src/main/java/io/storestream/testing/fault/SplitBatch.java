package io.storestream.testing.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.random.RandomGenerator;

/**
 * The items of a {@code BatchWriteItem} in two parts, each an object of arrays by table.
 *
 * @param taken what DynamoDB gets, maybe nothing
 * @param left what comes back as unprocessed, one item or more
 */
record SplitBatch(ObjectNode taken, ObjectNode left) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String REQUESTED = "RequestItems";
  private static final String UNPROCESSED = "UnprocessedItems";

  /**
   * Splits at random: one item is left for sure, every other one by the toss of a coin.
   *
   * @param body of a valid request, so with one item or more
   */
  static SplitBatch of(String body, RandomGenerator random) {
    JsonNode requested = object(body).path(REQUESTED);
    int items = 0;
    for (JsonNode ofTable : requested) {
      items += ofTable.size();
    }
    int surelyLeft = random.nextInt(items);
    SplitBatch split = new SplitBatch(JSON.createObjectNode(), JSON.createObjectNode());
    int position = 0;
    for (var table : requested.properties()) {
      for (JsonNode item : table.getValue()) {
        boolean isLeft = position++ == surelyLeft || random.nextBoolean();
        (isLeft ? split.left : split.taken).withArray(table.getKey()).add(item);
      }
    }
    return split;
  }

  /** Returns the body of the request with nothing but the part that is taken. */
  String takenOf(String requestBody) {
    return object(requestBody).set(REQUESTED, taken).toString();
  }

  /** Returns the body of DynamoDB's answer with the part that is left added as unprocessed. */
  String addLeftTo(String answerBody) {
    ObjectNode answer = object(answerBody);
    ObjectNode unprocessed = answer.withObject("/" + UNPROCESSED);
    for (var table : left.properties()) {
      table.getValue().forEach(unprocessed.withArray(table.getKey())::add);
    }
    return answer.toString();
  }

  private static ObjectNode object(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON", e);
    }
  }
}
