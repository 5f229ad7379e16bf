package io.storestream.testing.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The statements of a {@code BatchExecuteStatement} in two parts.
 *
 * @param forwarded the statements that DynamoDB receives, possibly none
 * @param refused the responses to the other statements, at least one, by their position in the
 *     request
 */
record SplitBatch(ArrayNode forwarded, SortedMap<Integer, ObjectNode> refused) implements Split {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String STATEMENTS = "Statements";
  private static final String RESPONSES = "Responses";

  /** The first name in quotes of a statement is the table's. */
  private static final Pattern TABLE = Pattern.compile("\"([^\"]+)\"");

  /** Errors of a statement that has not been executed and that clients send again. */
  private static final List<String> CODES =
      List.of("ThrottlingError", "ProvisionedThroughputExceeded", "InternalServerError");

  /**
   * Splits at random: one statement is always refused, every other one with probability 1/2.
   *
   * @param body body of a valid request, which has at least one statement
   */
  static SplitBatch of(String body, RandomGenerator random) {
    JsonNode requested = object(body).path(STATEMENTS);
    int certain = random.nextInt(requested.size());
    SplitBatch split = new SplitBatch(JSON.createArrayNode(), new TreeMap<>());
    for (int i = 0; i < requested.size(); i++) {
      JsonNode statement = requested.get(i);
      if (i == certain || random.nextBoolean()) {
        split.refused.put(i, refusal(statement, CODES.get(random.nextInt(CODES.size()))));
      } else {
        split.forwarded.add(statement);
      }
    }
    return split;
  }

  @Override
  public boolean forwardsNothing() {
    return forwarded.isEmpty();
  }

  /** Returns the body of the request with only the statements that are forwarded. */
  @Override
  public String requestOf(String requestBody) {
    return object(requestBody).set(STATEMENTS, forwarded).toString();
  }

  /**
   * Returns the body of DynamoDB's response with the responses to the refused statements at their
   * positions.
   */
  @Override
  public String addRefusedTo(String answerBody) {
    ObjectNode answer = object(answerBody);
    Iterator<JsonNode> executed = answer.path(RESPONSES).iterator();
    ArrayNode all = JSON.createArrayNode();
    for (int i = 0; i < forwarded.size() + refused.size(); i++) {
      ObjectNode refusal = refused.get(i);
      all.add(refusal == null ? executed.next() : refusal);
    }
    return answer.set(RESPONSES, all).toString();
  }

  private static ObjectNode refusal(JsonNode statement, String code) {
    Matcher table = TABLE.matcher(statement.path("Statement").asText());
    if (!table.find()) {
      throw new IllegalArgumentException("no table: " + statement);
    }
    ObjectNode response = JSON.createObjectNode();
    response.putObject("Error").put("Code", code).put("Message", "injected");
    return response.put("TableName", table.group(1));
  }

  private static ObjectNode object(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON", e);
    }
  }
}
