package io.storestream.testing.postgres;

import io.storestream.dynamodb.schema.StoresTable;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Compares the table in DynamoDB with the rows of the database, column by column. */
final class TableDifferences {

  /** The columns of the database, and the attributes of the table. */
  private static final Map<String, String> COLUMNS =
      Map.of(
          "store_number", "StoreNumber",
          "store_name", "StoreName",
          "street_address", "StreetAddress",
          "city", "City",
          "state", "State",
          "country", "Country",
          "postcode", "Postcode",
          "phone_number", "PhoneNumber",
          "longitude", "Longitude",
          "latitude", "Latitude");

  private TableDifferences() {}

  /** Returns a line for each store that is not the same in both; empty if all are. */
  static List<String> of(StoreDatabase database, DynamoDbAsyncClient dynamoDb) throws SQLException {
    Map<String, Map<String, String>> rows = rows(database);
    Map<String, Map<String, String>> items = items(dynamoDb);
    TreeSet<String> numbers = new TreeSet<>(rows.keySet());
    numbers.addAll(items.keySet());
    List<String> differences = new ArrayList<>();
    for (String number : numbers) {
      Map<String, String> row = rows.get(number);
      Map<String, String> item = items.get(number);
      if (!Objects.equals(row, item)) {
        differences.add("%s is %s, not %s".formatted(number, item, row));
      }
    }
    return differences;
  }

  private static Map<String, Map<String, String>> rows(StoreDatabase database) throws SQLException {
    Map<String, Map<String, String>> rows = new TreeMap<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT * FROM stores")) {
      ResultSetMetaData columns = result.getMetaData();
      while (result.next()) {
        Map<String, String> row = new TreeMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          String attribute = Objects.requireNonNull(COLUMNS.get(columns.getColumnName(i)));
          put(row, attribute, result.getString(i));
        }
        rows.put(result.getString("store_number"), row);
      }
    }
    return rows;
  }

  private static Map<String, Map<String, String>> items(DynamoDbAsyncClient dynamoDb) {
    Map<String, Map<String, String>> items = new TreeMap<>();
    dynamoDb
        .scanPaginator(scan -> scan.tableName(StoresTable.DEFAULT_NAME).consistentRead(true))
        .items()
        .subscribe(item -> add(items, item))
        .join();
    return items;
  }

  private static void add(
      Map<String, Map<String, String>> items, Map<String, AttributeValue> attributes) {
    if (!attributes.containsKey("Country")) {
      return; // the store is deleted
    }
    Map<String, String> item = new TreeMap<>();
    COLUMNS
        .values()
        .forEach(
            name -> {
              AttributeValue value = attributes.get(name);
              put(item, name, value == null ? null : value.s());
            });
    items.put(Objects.requireNonNull(item.get("StoreNumber")), item);
  }

  private static void put(Map<String, String> row, String attribute, @Nullable String text) {
    if (text != null) {
      boolean isNumber = attribute.endsWith("itude");
      row.put(
          attribute, isNumber ? new BigDecimal(text).stripTrailingZeros().toPlainString() : text);
    }
  }
}
