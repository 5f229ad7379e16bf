package io.storestream.testing.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.random.RandomGenerator;

/**
 * The items of a {@code BatchWriteItem} in two parts, each an object of arrays by table.
 *
 * @param forwarded the items that DynamoDB receives, possibly none
 * @param unprocessed the items that are returned as unprocessed, at least one
 */
record SplitBatch(ObjectNode forwarded, ObjectNode unprocessed) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String REQUESTED = "RequestItems";
  private static final String UNPROCESSED = "UnprocessedItems";

  /**
   * Splits at random: one item is always unprocessed, every other one with probability 1/2.
   *
   * @param body body of a valid request, which has at least one item
   */
  static SplitBatch of(String body, RandomGenerator random) {
    JsonNode requested = object(body).path(REQUESTED);
    int items = 0;
    for (JsonNode ofTable : requested) {
      items += ofTable.size();
    }
    int certain = random.nextInt(items);
    SplitBatch split = new SplitBatch(JSON.createObjectNode(), JSON.createObjectNode());
    int position = 0;
    for (var table : requested.properties()) {
      for (JsonNode item : table.getValue()) {
        boolean isUnprocessed = position++ == certain || random.nextBoolean();
        (isUnprocessed ? split.unprocessed : split.forwarded).withArray(table.getKey()).add(item);
      }
    }
    return split;
  }

  /** Returns the body of the request with only the items that are forwarded. */
  String requestOf(String requestBody) {
    return object(requestBody).set(REQUESTED, forwarded).toString();
  }

  /** Returns the body of DynamoDB's response with the remaining items added as unprocessed. */
  String addUnprocessedTo(String answerBody) {
    ObjectNode answer = object(answerBody);
    ObjectNode all = answer.withObject("/" + UNPROCESSED);
    for (var table : unprocessed.properties()) {
      table.getValue().forEach(all.withArray(table.getKey())::add);
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
