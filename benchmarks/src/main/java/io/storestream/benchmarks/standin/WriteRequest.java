package io.storestream.benchmarks.standin;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A kind of request that writes items.
 *
 * <p>The table is found by what stands before its name and after it, and items are counted by what
 * each has exactly once, so that no JSON is parsed. Batches must be of one table.
 */
enum WriteRequest {
  // A statement's parameters, which have quotes too, may come before its text.
  BATCH_EXECUTE_STATEMENT("BatchExecuteStatement", "\\\"", "\\", "\"Statement\":", true),
  BATCH_WRITE_ITEM("BatchWriteItem", "\"RequestItems\":{\"", "\"", "\"PutRequest\":", false),
  PUT_ITEM("PutItem", "\"TableName\":\"", "\"", "\"Item\":", false);

  private final String operation;

  @SuppressWarnings("ImmutableEnumChecker") // It is; Error Prone can't see that of arrays.
  private final ByteSearch beforeTable;

  private final char afterTable;

  @SuppressWarnings("ImmutableEnumChecker") // As above.
  private final ByteSearch item;

  private final boolean isTableInItem;

  WriteRequest(
      String operation, String beforeTable, String afterTable, String item, boolean isTableInItem) {
    this.operation = operation;
    this.beforeTable = new ByteSearch(beforeTable);
    this.afterTable = afterTable.charAt(0);
    this.item = new ByteSearch(item);
    this.isTableInItem = isTableInItem;
  }

  static Optional<WriteRequest> of(String operation) {
    for (WriteRequest request : values()) {
      if (request.operation.equals(operation)) {
        return Optional.of(request);
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the table that a request is for.
   *
   * @throws IllegalArgumentException if it names none
   */
  String tableOf(byte[] body) {
    int from = isTableInItem ? Math.max(item.endOf(body, 0), 0) : 0;
    int start = beforeTable.endOf(body, from);
    int end = Math.max(start, 0);
    while (end < body.length && body[end] != afterTable) {
      end++;
    }
    if (start < 0 || end == body.length) {
      throw new IllegalArgumentException(operation + " names no table");
    }
    return new String(body, start, end - start, StandardCharsets.UTF_8);
  }

  int itemsOf(byte[] body) {
    return item.count(body);
  }

  /** Returns the answer that all items of a request are written. */
  byte[] answer(String table, int items) {
    String answer =
        switch (this) {
          case BATCH_EXECUTE_STATEMENT -> statementAnswers(table, items);
          case BATCH_WRITE_ITEM -> "{\"UnprocessedItems\":{}}";
          case PUT_ITEM -> "{}";
        };
    return answer.getBytes(StandardCharsets.UTF_8);
  }

  private static String statementAnswers(String table, int items) {
    String name = "{\"TableName\":\"" + table + '"';
    StringBuilder answer = new StringBuilder("{\"Responses\":[");
    for (int i = 0; i < items; i++) {
      answer.append(i == 0 ? "" : ",").append(name).append('}');
    }
    return answer
        .append("],\"ConsumedCapacity\":[")
        .append(name)
        .append(",\"CapacityUnits\":")
        .append(items)
        .append("}]}")
        .toString();
  }
}
