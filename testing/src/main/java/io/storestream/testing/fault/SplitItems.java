package io.storestream.testing.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The writes of a {@code BatchWriteItem} in two parts. DynamoDB returns the writes that it refuses
 * as unprocessed items.
 *
 * @param forwarded the writes that DynamoDB receives by their table, possibly none
 * @param refused the other writes, at least one
 */
record SplitItems(ObjectNode forwarded, ObjectNode refused) implements Split {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String REQUESTED = "RequestItems";
  private static final String UNPROCESSED = "UnprocessedItems";

  /**
   * Splits at random: one write is always refused, every other one with probability 1/2.
   *
   * @param body body of a valid request, which has at least one write
   */
  static SplitItems of(String body, RandomGenerator random) {
    JsonNode requested = object(body).path(REQUESTED);
    int writes = 0;
    for (JsonNode ofTable : requested) {
      writes += ofTable.size();
    }
    int certain = random.nextInt(writes);
    SplitItems split = new SplitItems(JSON.createObjectNode(), JSON.createObjectNode());
    int position = 0;
    for (Map.Entry<String, JsonNode> ofTable : requested.properties()) {
      for (JsonNode write : ofTable.getValue()) {
        boolean isRefused = position++ == certain || random.nextBoolean();
        (isRefused ? split.refused : split.forwarded).withArray(ofTable.getKey()).add(write);
      }
    }
    return split;
  }

  @Override
  public boolean forwardsNothing() {
    return forwarded.isEmpty();
  }

  @Override
  public String requestOf(String requestBody) {
    return object(requestBody).set(REQUESTED, forwarded).toString();
  }

  @Override
  public String addRefusedTo(String answerBody) {
    ObjectNode answer = object(answerBody);
    ObjectNode unprocessed = answer.withObject("/" + UNPROCESSED);
    for (Map.Entry<String, JsonNode> ofTable : refused.properties()) {
      ofTable.getValue().forEach(unprocessed.withArray(ofTable.getKey())::add);
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
