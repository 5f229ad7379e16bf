package io.storestream.testing.model;

import io.storestream.cli.CommandFailedException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Compares every item of a table, tombstones included, with the expected one. */
public final class TableAudit {

  private static final String STORE_NUMBER = "StoreNumber";
  private static final String EXPIRES_AT = "ExpiresAt";
  private static final String ANY_NUMBER = "a number";

  private TableAudit() {}

  /**
   * Reads the whole table with consistent reads. The table and {@code expected} must not change
   * meanwhile.
   *
   * @throws CommandFailedException if the table can't be read
   */
  public static AuditReport of(
      DynamoDbAsyncClient dynamoDb, String table, ExpectedStores expected) {
    Audit audit = new Audit(expected, TableAudit::attributes);
    try {
      dynamoDb
          .scanPaginator(request -> request.tableName(table).consistentRead(true))
          .items()
          .subscribe(item -> audit.add(storeNumber(item), printable(item)))
          .join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new CommandFailedException(
          "can't read table %s to audit it: %s".formatted(table, cause), cause);
    }
    return audit.report();
  }

  private static SortedMap<String, String> attributes(ExpectedStore store) {
    SortedMap<String, String> attributes = printable(store.item());
    if (store.isDeleted()) {
      attributes.put(EXPIRES_AT, ANY_NUMBER);
    }
    return attributes;
  }

  private static SortedMap<String, String> printable(Map<String, AttributeValue> item) {
    SortedMap<String, String> attributes = new TreeMap<>();
    item.forEach((name, value) -> attributes.put(name, printable(name, value)));
    return attributes;
  }

  private static String printable(String name, AttributeValue value) {
    return switch (value.type()) {
      case S -> '"' + value.s() + '"';
      case N -> name.equals(EXPIRES_AT) ? ANY_NUMBER : new BigDecimal(value.n()).toPlainString();
      default -> value.toString();
    };
  }

  private static String storeNumber(Map<String, AttributeValue> item) {
    AttributeValue key = item.get(STORE_NUMBER);
    if (key == null || key.s() == null) {
      throw new IllegalArgumentException("an item without " + STORE_NUMBER + ": " + item);
    }
    return key.s();
  }
}
