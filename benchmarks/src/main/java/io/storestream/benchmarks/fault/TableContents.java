package io.storestream.benchmarks.fault;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.testing.model.ExpectedEvent;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The contents of a table as the model has them, whatever spelling a contestant writes: texts are
 * trimmed, blank ones left out, the country's name is normalized and decoded.
 */
final class TableContents {

  private static final String TOMBSTONE_ATTRIBUTE = "ExpiresAt";
  private static final String COUNTRY = "country";
  private static final Set<String> NUMBERS = Set.of("longitude", "latitude");

  private TableContents() {}

  /** Reads a whole table with consistent reads. Tombstones are left out. */
  static Map<String, SortedMap<String, String>> read(DynamoDbAsyncClient dynamoDb, String table) {
    Map<String, SortedMap<String, String>> contents = new HashMap<>();
    dynamoDb
        .scanPaginator(request -> request.tableName(table).consistentRead(true))
        .items()
        .subscribe(
            item -> {
              if (!item.containsKey(TOMBSTONE_ATTRIBUTE)) {
                contents.put(StoreItems.storeNumberOf(item), contentOf(item));
              }
            })
        .join();
    return contents;
  }

  /** Returns the content of an item; its raw attributes if they are not those of a store. */
  static SortedMap<String, String> contentOf(Map<String, AttributeValue> item) {
    ObjectNode store = JsonNodeFactory.instance.objectNode();
    try {
      item.forEach((attribute, value) -> put(store, jsonName(attribute), value));
      return ExpectedEvent.fields(store);
    } catch (IllegalArgumentException e) {
      SortedMap<String, String> raw = new TreeMap<>();
      item.forEach((attribute, value) -> raw.put(attribute, value.toString()));
      return raw;
    }
  }

  private static void put(ObjectNode store, String name, AttributeValue value) {
    if (NUMBERS.contains(name)) {
      store.set(name, DecimalNode.valueOf(new BigDecimal(value.s())));
    } else if (value.s() != null) {
      store.put(name, name.equals(COUNTRY) ? decoded(value.s()) : value.s());
    }
  }

  /** In a key part, storestream encodes these two characters only. */
  private static String decoded(String keyPart) {
    return keyPart.replace("%23", "#").replace("%25", "%");
  }

  private static String jsonName(String attribute) {
    return attribute.substring(0, 1).toLowerCase(Locale.ROOT) + attribute.substring(1);
  }
}
