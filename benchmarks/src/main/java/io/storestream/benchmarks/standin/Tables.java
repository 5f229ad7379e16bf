package io.storestream.benchmarks.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the stand-in: their descriptions, as they were asked for, and whether items expire.
 * They hold no items. Thread-safe.
 */
final class Tables {

  private static final String ARN = "arn:aws:dynamodb:us-east-1:000000000000:table/";

  private final Map<String, ObjectNode> descriptions = new ConcurrentHashMap<>();
  private final Map<String, JsonNode> expiries = new ConcurrentHashMap<>();

  /** Returns the answer to a request, or {@code null} if it is no request about a table. */
  @Nullable Answer answer(String operation, JsonNode request) {
    String table = request.path("TableName").asText();
    return switch (operation) {
      case "CreateTable" -> create(table, request);
      case "DescribeTable" -> describe(table, "Table", descriptions.get(table));
      case "DeleteTable" -> describe(table, "TableDescription", descriptions.remove(table));
      case "UpdateTimeToLive" -> {
        JsonNode expiry = request.path("TimeToLiveSpecification");
        expiries.put(table, expiry);
        yield Answer.of("TimeToLiveSpecification", expiry);
      }
      case "DescribeTimeToLive" -> describeExpiry(expiries.get(table));
      default -> null;
    };
  }

  private Answer create(String table, JsonNode request) {
    ObjectNode description = Answer.object();
    description
        .put("TableName", table)
        .put("TableStatus", "ACTIVE")
        .put("TableArn", ARN + table)
        .put("CreationDateTime", System.currentTimeMillis() / 1000.0)
        .put("ItemCount", 0)
        .put("TableSizeBytes", 0);
    for (String field : new String[] {"AttributeDefinitions", "KeySchema"}) {
      description.set(field, request.path(field));
    }
    for (JsonNode index : request.path("GlobalSecondaryIndexes")) {
      ObjectNode active = index.deepCopy();
      description.withArray("GlobalSecondaryIndexes").add(active.put("IndexStatus", "ACTIVE"));
    }
    if (descriptions.putIfAbsent(table, description) != null) {
      return Answer.error("ResourceInUseException", "table exists: " + table);
    }
    return Answer.of("TableDescription", description);
  }

  private static Answer describe(String table, String field, @Nullable ObjectNode description) {
    return description == null
        ? Answer.error("ResourceNotFoundException", "no such table: " + table)
        : Answer.of(field, description);
  }

  private static Answer describeExpiry(@Nullable JsonNode expiry) {
    ObjectNode description = Answer.object();
    if (expiry == null || !expiry.path("Enabled").asBoolean()) {
      description.put("TimeToLiveStatus", "DISABLED");
    } else {
      description
          .put("TimeToLiveStatus", "ENABLED")
          .set("AttributeName", expiry.path("AttributeName"));
    }
    return Answer.of("TimeToLiveDescription", description);
  }
}
