package io.storestream.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The content of a table, for comparison with an {@link ExpectedTable}. */
public final class StoredTable {

  private StoredTable() {}

  /**
   * Returns the attributes of each store's item by store number, except the version and its time.
   * Deleted stores are left out.
   */
  public static Map<String, Map<String, String>> read(DynamoDbAsyncClient dynamoDb, String table) {
    Map<String, Map<String, String>> items = new TreeMap<>();
    dynamoDb
        .scanPaginator(request -> request.tableName(table).consistentRead(true))
        .items()
        .filter(item -> !item.containsKey("ExpiresAt"))
        .subscribe(
            item ->
                items.put(Objects.requireNonNull(item.get("StoreNumber")).s(), attributes(item)))
        .join();
    return items;
  }

  private static Map<String, String> attributes(Map<String, AttributeValue> item) {
    Map<String, String> attributes = new TreeMap<>();
    item.forEach(
        (name, value) -> {
          if (name.equals("Version")) {
            assertThat(value.n()).matches("[0-9]+");
          } else if (name.equals("UpdatedAt")) {
            assertThat(Instant.parse(value.s())).isBefore(Instant.now().plusSeconds(1));
          } else {
            attributes.put(name, value.s());
          }
        });
    return attributes;
  }
}
