package io.storestream.benchmarks.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts the writes of a table that DynamoDB has executed, by its answers: puts and deletes of
 * {@code BatchWriteItem}, and statements of {@code BatchExecuteStatement} whose condition was met.
 * Thread-safe.
 */
final class WriteCounts {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String STORE_NUMBER = "StoreNumber";

  /** Depends on the time of the write. */
  private static final String EXPIRES_AT = "ExpiresAt";

  /** The state of a store that has no item. */
  private static final String NO_ITEM = "";

  /** A name in quotes before a parameter: {@code 'A':?}, {@code "A"=?}, {@code "A"<=?}. */
  private static final Pattern PARAMETER = Pattern.compile("['\"](\\w+)['\"] ?(?::|=|<=) ?\\?");

  private final String table;
  private final Map<String, OfStore> stores = new HashMap<>();
  private long written;
  private long repeated;

  /** What was written of a store. */
  private static final class OfStore {
    private final Set<String> states = new HashSet<>();
    private String last = NO_ITEM;

    /** Returns whether this repeats a write. Items have their time; a deletion has none. */
    private boolean add(String state) {
      boolean isNew = state.equals(NO_ITEM) ? !last.equals(NO_ITEM) : states.add(state);
      last = state;
      return !isNew;
    }
  }

  WriteCounts(String table) {
    this.table = table;
  }

  /** Adds the writes of a request that was answered with status 200. */
  void add(String requestBody, String answerBody) {
    JsonNode request = parse(requestBody);
    JsonNode answer = parse(answerBody);
    if (request.has("Statements")) {
      addStatements(request.path("Statements"), answer.path("Responses"));
    } else {
      addItems(
          request.path("RequestItems").path(table), answer.path("UnprocessedItems").path(table));
    }
  }

  /** Returns how many writes were executed. */
  synchronized long written() {
    return written;
  }

  /** Returns how many of them wrote a state that the store had been given before. */
  synchronized long repeated() {
    return repeated;
  }

  private void addItems(JsonNode requested, JsonNode unprocessed) {
    Set<JsonNode> notExecuted = new HashSet<>();
    unprocessed.forEach(notExecuted::add);
    for (JsonNode write : requested) {
      if (!notExecuted.contains(write)) {
        JsonNode put = write.path("PutRequest").path("Item");
        JsonNode item = put.isMissingNode() ? write.path("DeleteRequest").path("Key") : put;
        Map<String, JsonNode> attributes = new TreeMap<>();
        item.properties().forEach(it -> attributes.put(it.getKey(), it.getValue()));
        add(attributes, put.isMissingNode());
      }
    }
  }

  private void addStatements(JsonNode statements, JsonNode responses) {
    for (int i = 0; i < statements.size(); i++) {
      String text = statements.get(i).path("Statement").asText();
      if (text.contains('"' + table + '"') && !responses.path(i).has("Error")) {
        add(attributes(text, statements.get(i).path("Parameters")), false);
      }
    }
  }

  private static Map<String, JsonNode> attributes(String statement, JsonNode parameters) {
    List<String> names = new ArrayList<>();
    Matcher name = PARAMETER.matcher(statement);
    while (name.find()) {
      names.add(name.group(1));
    }
    if (names.size() != parameters.size()) {
      throw new IllegalArgumentException("other parameters than names: " + statement);
    }
    Map<String, JsonNode> attributes = new TreeMap<>();
    for (int i = 0; i < names.size(); i++) {
      attributes.put(names.get(i), parameters.get(i));
    }
    return attributes;
  }

  private synchronized void add(Map<String, JsonNode> attributes, boolean delete) {
    JsonNode storeNumber = attributes.get(STORE_NUMBER);
    if (storeNumber == null) {
      throw new IllegalArgumentException("no store number: " + attributes);
    }
    attributes.remove(EXPIRES_AT);
    written++;
    OfStore store = stores.computeIfAbsent(storeNumber.toString(), it -> new OfStore());
    if (store.add(delete ? NO_ITEM : attributes.toString())) {
      repeated++;
    }
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON", e);
    }
  }
}
